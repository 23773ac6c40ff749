import { CodedError } from '@guichet/protocol/coded-error';

export interface Admission {
  /** Takes a permit or throws `queue_full` at once; the permit must be given back exactly once. */
  enter(): () => void;
  waiting(): number;
}

/** A bounded queue by count: nobody waits in a line that is too long to be worth it. */
export function createAdmission(limit: number, retryAfterSeconds: number): Admission {
  let inside = 0;
  return {
    enter() {
      if (inside >= limit) throw new CodedError('queue_full', 'Too many requests are waiting.', { retryAfterSeconds });
      inside += 1;
      let left = false;
      return () => {
        if (left) return;
        left = true;
        inside -= 1;
      };
    },
    waiting: () => inside,
  };
}
