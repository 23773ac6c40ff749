import { PackError } from './pack-error.ts';

/** The error of an installation whose signal fired. */
export function cancelled(cause?: unknown): PackError {
  return new PackError('cancelled', 'The installation was stopped. It goes on from there the next time.', { cause });
}
