import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { hashFile } from './hash-file.ts';
import { type PackManifest, packManifest } from './manifest.ts';
import { PackError } from './pack-error.ts';

/** A pack on disk whose manifest and file sizes are right. */
export interface OpenPack {
  folder: string;
  manifest: PackManifest;
  modelFile: string;
  tokenizerFile: string;
}

export interface OpenPackOptions {
  /** Also compare every file's sha256; reads the whole pack. */
  verify?: boolean;
}

/**
 * Opens a pack's folder. Throws `not_installed`, `invalid_manifest`, `truncated` (a file is missing or has another size) or,
 * with `verify`, `checksum_mismatch`.
 */
export async function openPack(folder: string, options: OpenPackOptions = {}): Promise<OpenPack> {
  const manifest = parseManifest(await readManifest(folder), folder);
  for (const file of manifest.files) {
    const path = join(folder, file.path);
    const size = (await stat(path).catch(() => null))?.size ?? null;
    if (size !== file.bytes) {
      throw new PackError(
        'truncated',
        `${path} ${size === null ? 'is missing' : `has ${size} bytes instead of ${file.bytes}`}. Delete ${folder} and start again.`,
      );
    }
    if (options.verify === true && (await hashFile(path)) !== file.sha256) {
      throw new PackError(
        'checksum_mismatch',
        `${path} is not the file its manifest describes. Delete ${folder} and start again.`,
      );
    }
  }
  return {
    folder,
    manifest,
    modelFile: join(folder, manifest.model ?? 'model.onnx'),
    tokenizerFile: join(folder, manifest.tokenizer ?? 'tokenizer.json'),
  };
}

async function readManifest(folder: string): Promise<string> {
  try {
    return await readFile(join(folder, 'manifest.json'), 'utf8');
  } catch (cause) {
    throw new PackError('not_installed', `No model pack is installed in ${folder}.`, { cause });
  }
}

function parseManifest(text: string, folder: string): PackManifest {
  try {
    return packManifest.parse(JSON.parse(text));
  } catch (cause) {
    throw new PackError(
      'invalid_manifest',
      `The manifest in ${folder} is not valid. Delete the folder and start again.`,
      { cause },
    );
  }
}
