import type { Span } from './found-slots.ts';

export function overlaps([start, end]: Span, [otherStart, otherEnd]: Span): boolean {
  return start < otherEnd && end > otherStart;
}

export function spanOf(match: RegExpExecArray | RegExpMatchArray): Span {
  const start = match.index ?? 0;
  return [start, start + match[0].length];
}

/** Findings in the order of the text; of two that share characters the one named first stays. Linear in the text. */
export function inOrder<Found extends { span: Span }>(found: readonly Found[]): Found[] {
  const taken: true[] = [];
  const kept = found.filter(({ span: [start, end] }) => {
    for (let at = start; at < end; at += 1) if (taken[at] === true) return false;
    for (let at = start; at < end; at += 1) taken[at] = true;
    return true;
  });
  return kept.sort((a, b) => a.span[0] - b.span[0]);
}
