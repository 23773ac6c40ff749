/** Why a pack cannot be installed or opened. */
export type PackErrorCode =
  | 'not_installed'
  | 'invalid_manifest'
  | 'truncated'
  | 'checksum_mismatch'
  | 'corrupt'
  | 'unknown_architecture'
  | 'unsupported_type'
  | 'source_unavailable'
  | 'no_space'
  | 'not_writable'
  | 'cancelled';

/** A pack's failure, in one sentence that says what to do. */
export class PackError extends Error {
  readonly code: PackErrorCode;

  constructor(code: PackErrorCode, message: string, options: { cause?: unknown } = {}) {
    super(message, options);
    this.name = 'PackError';
    this.code = code;
  }
}
