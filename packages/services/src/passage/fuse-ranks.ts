// Reciprocal rank fusion (Cormack, Clarke, Büttcher 2009) with the constant of that paper.
const rankOffset = 60;

/** One ranking of ids out of several, best first. Rankings need no common scale. */
export function fuseRanks(rankings: readonly (readonly string[])[]): string[] {
  const scores = new Map<string, number>();
  for (const ranking of rankings) {
    [...new Set(ranking)].forEach((id, rank) => {
      scores.set(id, (scores.get(id) ?? 0) + 1 / (rankOffset + rank + 1));
    });
  }
  return [...scores].sort(([, a], [, b]) => b - a).map(([id]) => id);
}
