import type { ErrorCode } from '@guichet/protocol/errors';

/** Why a call failed, as far as the customer can do something about it. `network` means that no answer came at all. */
export class ChatError extends Error {
  readonly code: ErrorCode | 'network';
  readonly retryAfterMs: number | null;

  constructor(code: ErrorCode | 'network', retryAfterMs: number | null = null) {
    super(code);
    this.name = 'ChatError';
    this.code = code;
    this.retryAfterMs = retryAfterMs;
  }

  /** The conversation or its token is no more: a new one must begin. */
  get isGone(): boolean {
    return this.code === 'not_found' || this.code === 'unauthenticated';
  }
}
