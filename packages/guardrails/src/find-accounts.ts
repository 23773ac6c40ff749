import type { Finding } from './finding.ts';

/** Signs of a pattern: `#` is a digit, `@` a letter, all else stands for itself. */
const signs: Readonly<Record<string, string>> = { '#': '\\d', '@': '[A-Za-z]' };
const compiled = new Map<string, RegExp>();

/**
 * Account numbers in a tenant's own shapes, such as `60#############` or `GB-####-@@`. Between two characters one space or hyphen may
 * stand. A pattern has no repetition, so it takes the same time for any text of a length.
 */
export function findAccounts(folded: string, patterns: readonly string[]): Finding[] {
  return patterns.flatMap((pattern) =>
    [...folded.matchAll(compile(pattern))].map((match) => ({
      kind: 'ACCOUNT' as const,
      start: match.index,
      end: match.index + match[0].length,
    })),
  );
}

function compile(pattern: string): RegExp {
  let expression = compiled.get(pattern);
  if (expression === undefined) {
    const characters = [...pattern.replace(/[\s-]+/g, '')].map(
      (one) => signs[one] ?? one.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&'),
    );
    expression = new RegExp(`(?<![A-Za-z0-9])${characters.join('[ -]?')}(?![A-Za-z0-9])`, 'gi');
    if (compiled.size < 1_000) compiled.set(pattern, expression);
  }
  return expression;
}
