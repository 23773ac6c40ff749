// The generator's process: sequences take turns token by token, so that a short answer never waits behind a long one.
import { openPack } from '@guichet/models/open-pack';
import { createGenerator } from '../generate/generator.ts';
import { createRotation } from '../generate/rotation.ts';
import { serveEngine } from './serve-engine.ts';

export interface GeneratorEngineSettings {
  packFolder: string;
  threads: number;
  slots: number;
}

await serveEngine<GeneratorEngineSettings>(async ({ packFolder, threads, slots }, emit) => {
  const pack = await openPack(packFolder);
  const generator = await createGenerator(pack, threads);
  const rotation = createRotation({ generator, slots, emit });
  emit({ type: 'ready', model: { name: pack.manifest.name, version: pack.manifest.version } });
  return (command) => {
    if (command.type === 'generate') rotation.add(command);
    if (command.type === 'cancel') rotation.cancel(command.id);
  };
});
