import type { Assurance } from '@guichet/protocol/assurance';

/** The times of an identity, unix milliseconds. */
export interface IdentityTimes {
  verifiedUntil: number;
  steppedUpUntil: number | null;
}

/** How far a customer has proven who they are at `now`; what ran out no longer counts. */
export function assuranceOf(identity: IdentityTimes | undefined, now: number): Assurance {
  if (identity === undefined || identity.verifiedUntil <= now) return 'anonymous';
  return (identity.steppedUpUntil ?? 0) > now ? 'stepped-up' : 'verified';
}
