const shape = /^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/;

export interface TraceContext {
  traceId: string;
  /** The header for calls to the next service: same trace, our span. */
  traceparent: string;
}

/**
 * Goes on with the trace of an incoming W3C `traceparent`, or begins one. `randomHex` gives that many hex digits. A malformed
 * header is treated as none, as the standard asks.
 */
export function continueTrace(header: string | undefined, randomHex: (digits: number) => string): TraceContext {
  const [, traceId, spanId, flags] = shape.exec(header ?? '') ?? [];
  const known = traceId !== undefined && !/^0+$/.test(traceId) && !/^0+$/.test(spanId ?? '');
  const trace = known ? traceId : randomHex(32);
  return { traceId: trace, traceparent: `00-${trace}-${randomHex(16)}-${known ? flags : '01'}` };
}
