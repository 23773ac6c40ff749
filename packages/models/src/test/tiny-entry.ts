import { createHash } from 'node:crypto';
import type { PackEntry } from '../pack-catalogue.ts';

const turn = { prefix: '<|im_start|>', suffix: '<|im_end|>' };

/** An entry of the catalogue for a file, without sources. */
export function tinyEntry(file: Uint8Array): PackEntry {
  return {
    name: 'tiny',
    about: { name: 'tiny', version: '1', description: 'A model for tests', licence: 'Apache-2.0', sources: [] },
    file: { name: 'tiny.gguf', bytes: file.byteLength, sha256: createHash('sha256').update(file).digest('hex') },
    sources: [],
    build: { chatTemplate: { system: turn, user: turn, assistant: turn }, quantization: 'exact4', contextLength: 32 },
  };
}
