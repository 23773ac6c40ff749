import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const devFileContent = z.object({
  gateway: z.url(),
  inference: z.url(),
  /** The demo bank's own system. */
  bank: z.url().optional(),
  secretKey: z.string(),
  publishableKey: z.string(),
  pids: z.object({
    /** The start command itself. */
    supervisor: z.number(),
    gateway: z.number().nullable(),
    inference: z.number().nullable(),
    bank: z.number().nullable().optional(),
    encoder: z.number().nullable(),
    generator: z.number().nullable(),
  }),
});

/** What scripts find in `.guichet/dev.json` while the platform runs. */
export type DevFileContent = z.infer<typeof devFileContent>;

export interface DevFile {
  /** Writes the whole file at once, readable by its owner alone (it holds a key). */
  write(content: DevFileContent): void;
  remove(): void;
}

/** The file of a data folder. */
export function openDevFile(dataFolder: string): DevFile {
  const file = join(dataFolder, 'dev.json');
  let last = '';
  return {
    write(content) {
      const text = `${JSON.stringify(content, null, 2)}\n`;
      if (text === last) return;
      last = text;
      writeFileSync(`${file}.new`, text, { mode: 0o600 });
      renameSync(`${file}.new`, file);
    },
    remove() {
      rmSync(file, { force: true });
    },
  };
}

/** The file that an earlier start left behind, or `undefined`. */
export function readDevFile(dataFolder: string): DevFileContent | undefined {
  try {
    return devFileContent.parse(JSON.parse(readFileSync(join(dataFolder, 'dev.json'), 'utf8')));
  } catch {
    return undefined;
  }
}
