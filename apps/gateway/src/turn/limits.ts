/** How long a turn may take before its customer is told that it broke off. */
export const turnBudgetMs = 25_000;
/** Longer than a turn, so that only a dead runner loses its lease, and short enough for the sweep to end the turn within a minute. */
export const turnLeaseMs = 30_000;
/** A customer does not notice this wait; after it the edge's guess counts. */
export const encoderBudgetMs = 1_500;
/** For a whole generated answer. */
export const generationBudgetMs = 15_000;
/** For its first checked sentence; after it the approved text answers. */
export const firstSentenceMs = 6_000;
/** Kept back from the turn's budget for checking and storing. */
export const reserveMs = 3_000;
