import type { ErrorCode } from '@guichet/protocol/errors';

/** A call that failed. `network` means that no answer came at all. */
export class ClientError extends Error {
  readonly code: ErrorCode | 'network';
  readonly status: number | null;
  readonly requestId: string | null;

  constructor(code: ErrorCode | 'network', message: string, details: { status?: number; requestId?: string } = {}) {
    super(message);
    this.name = 'ClientError';
    this.code = code;
    this.status = details.status ?? null;
    this.requestId = details.requestId ?? null;
  }
}
