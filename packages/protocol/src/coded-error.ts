import { type ErrorCode, errorCatalogue } from './errors.ts';

export interface CodedErrorOptions {
  /** What went wrong underneath; logged, never sent. */
  cause?: unknown;
  /** Seconds after which trying again makes sense; sent as `Retry-After`. */
  retryAfterSeconds?: number;
}

/**
 * The only error that crosses an edge of Guichet. `message` is written for the caller: it says what to do and
 * never repeats message text, personal data or internals.
 */
export class CodedError extends Error {
  readonly code: ErrorCode;
  readonly retryAfterSeconds: number | undefined;

  constructor(code: ErrorCode, message: string, options: CodedErrorOptions = {}) {
    super(message, { cause: options.cause });
    this.name = 'CodedError';
    this.code = code;
    this.retryAfterSeconds = options.retryAfterSeconds;
  }

  /** The HTTP status of this error's code. */
  get status(): number {
    return errorCatalogue[this.code].status;
  }

  /** Whether the same request can succeed later. */
  get retry(): boolean {
    return errorCatalogue[this.code].retry;
  }
}
