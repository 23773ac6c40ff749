import { PackError } from './pack-error.ts';

const fullDisk = new Set(['ENOSPC', 'EDQUOT']);
const closedFolder = new Set([
  'EACCES',
  'ENOENT',
  'EPERM',
  'EROFS',
  'ENOTDIR',
  'EEXIST',
  'EISDIR',
  'EIO',
  'EMFILE',
  'ENAMETOOLONG',
]);

/** The `PackError` behind a failure of the file system; any other error as it is. */
export function fileError(error: unknown): unknown {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return error;
  if (fullDisk.has(error.code)) return noSpace('the disk is full', error);
  if (!closedFolder.has(error.code)) return error;
  return new PackError(
    'not_writable',
    `The model cannot be written (${error.message}). Check the folder and its permissions, then start again.`,
    { cause: error },
  );
}

/** Too little room for a pack, with what there is. */
export function noSpace(what: string, cause?: unknown): PackError {
  const message = `The model cannot be installed: ${what}. Free some space, then start again.`;
  return new PackError('no_space', message, { cause });
}
