// The encoder's process: one forward pass gives all heads for queries, and the vector for passages.
import { openPack } from '@guichet/models/open-pack';
import { createEncoder } from '../understand/encoder.ts';
import { serveEngine } from './serve-engine.ts';

export interface EncoderEngineSettings {
  packFolder: string;
  threads: number;
}

await serveEngine<EncoderEngineSettings>(async ({ packFolder, threads }, emit) => {
  const pack = await openPack(packFolder);
  const encoder = await createEncoder(pack, threads);
  emit({ type: 'ready', model: { name: pack.manifest.name, version: pack.manifest.version } });
  let last = Promise.resolve();
  return (command) => {
    if (command.type !== 'encode') return;
    last = last.then(async () => {
      try {
        emit({ type: 'encoded', id: command.id, results: await encoder.encode(command.kind, command.texts) });
      } catch (error) {
        emit({
          type: 'request-failed',
          id: command.id,
          code: 'internal',
          message: error instanceof Error ? error.message : 'unknown',
        });
      }
    });
  };
});
