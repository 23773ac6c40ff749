import type { Finding } from './finding.ts';

const local = String.raw`[\p{Script=Latin}\p{Nd}_](?:[\p{Script=Latin}\p{Nd}._%+'&-]{0,62}[\p{Script=Latin}\p{Nd}_+-])?`;
const label = '[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?';
const address = new RegExp(
  String.raw`(?<![\p{Script=Latin}\p{Nd}._%+-])${local}[ ]?@[ ]?(?:${label}\.){1,8}[A-Za-z]{2,24}`,
  'gu',
);
// "jane dot doe at mail dot example": as people spell it to get past a filter.
const spelled = new RegExp(
  String.raw`(?<![\p{Script=Latin}\p{Nd}._%+-])(?:[A-Za-z0-9_]{1,32}\s?(?:\(dot\)|\[dot\]| dot )\s?){0,3}${local}\s?(?:\(at\)|\[at\]|\{at\}| at |＠)\s?${label}(?:\s?(?:\(dot\)|\[dot\]| dot |\.)\s?${label}){1,4}(?![\p{L}\p{Nd}])`,
  'giu',
);

/** E-mail addresses as people type them (the everyday part of RFC 5321), and those spelled with "at" and "dot". */
export function findEmails(folded: string): Finding[] {
  const typed = [...folded.matchAll(address)];
  const written = [...folded.matchAll(spelled)].filter(
    ([text]) => /\bdot\b|\.[a-z]{2,}$/i.test(text) && /[([{]at|dot/i.test(text),
  );
  return [...typed, ...written].map((match) => ({
    kind: 'EMAIL' as const,
    start: match.index,
    end: match.index + match[0].length,
  }));
}
