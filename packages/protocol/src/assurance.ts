import { z } from 'zod';

/** How far a customer has proven who they are, from least to most. */
export const assurance = z.enum(['anonymous', 'verified', 'stepped-up']);

export type Assurance = z.infer<typeof assurance>;

/** Whether somebody at `held` may do what needs `needed`. */
export function assuranceSuffices(held: Assurance, needed: Assurance): boolean {
  return assurance.options.indexOf(held) >= assurance.options.indexOf(needed);
}
