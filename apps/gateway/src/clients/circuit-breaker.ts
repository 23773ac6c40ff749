export interface CircuitBreaker {
  /** Whether a call may be made now. While open, one call in each waiting time is let through to find out. */
  allows(): boolean;
  record(succeeded: boolean): void;
}

export interface CircuitBreakerOptions {
  now(): number;
  /** Calls remembered. */
  window?: number;
  /** Fewer calls than this decide nothing. */
  leastCalls?: number;
  /** Share of failures at which it opens. */
  failureShare?: number;
  openMs?: number;
}

/** Keeps callers from waiting for a service that is known to be down. */
export function createCircuitBreaker(options: CircuitBreakerOptions): CircuitBreaker {
  const { now, window = 20, leastCalls = 5, failureShare = 0.5, openMs = 5_000 } = options;
  let outcomes: boolean[] = [];
  let closedFrom = 0;
  let open = false;
  return {
    allows() {
      if (!open) return true;
      if (now() < closedFrom) return false;
      closedFrom = now() + openMs;
      return true;
    },
    record(succeeded) {
      if (open && succeeded) outcomes = [];
      outcomes = [...outcomes, succeeded].slice(-window);
      const failures = outcomes.filter((outcome) => !outcome).length;
      const opens = outcomes.length >= leastCalls && failures / outcomes.length >= failureShare;
      if (opens && !open) closedFrom = now() + openMs;
      open = opens;
    },
  };
}
