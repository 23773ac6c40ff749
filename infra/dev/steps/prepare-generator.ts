import { join } from 'node:path';
import { installPack } from '@guichet/models/install-pack';
import { defaultGenerator } from '@guichet/models/pack-catalogue';
import { PackError } from '@guichet/models/pack-error';
import { Stop } from '../bootstrap/stop.mjs';
import { megabytes, type Step } from '../progress.ts';

export interface PrepareGeneratorOptions {
  packsFolder: string;
  offline: boolean;
  signal: AbortSignal;
  step: Step;
}

/**
 * Installs the default generator's pack unless it is there. Gives back its folder, or `null` where no source answers: the
 * platform then answers with the approved text itself.
 */
export async function prepareGenerator(options: PrepareGeneratorOptions): Promise<string | null> {
  const { packsFolder, offline, signal, step } = options;
  try {
    const { folder, installed } = await installPack({
      entry: defaultGenerator,
      packsFolder,
      offline,
      signal,
      onProgress: ({ phase, source, doneBytes, totalBytes }) => {
        const amount = totalBytes > 0 ? `${megabytes(doneBytes)} of ${megabytes(totalBytes)}` : megabytes(doneBytes);
        step.update(`${defaultGenerator.name}: ${phase}${source === null ? '' : ` from ${source}`}, ${amount}`);
      },
    });
    step.done(`${defaultGenerator.name} ${installed ? 'installed' : 'ready'}`);
    return folder;
  } catch (error) {
    if (!(error instanceof PackError)) throw error;
    if (error.code === 'no_space' || error.code === 'cancelled') throw new Stop(error.message);
    step.done(`no language model: ${error.message}\n${' '.repeat(15)}Answers will be the approved articles' own text.`);
    return join(packsFolder, defaultGenerator.name);
  }
}
