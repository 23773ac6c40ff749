import type { Finding } from './finding.ts';

const address =
  /[A-Za-z0-9][A-Za-z0-9._%+-]{0,63}@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.){1,8}[A-Za-z]{2,24}/g;

/** E-mail addresses as people type them (the everyday part of RFC 5321). */
export function findEmails(folded: string): Finding[] {
  return [...folded.matchAll(address)].map((match) => ({
    kind: 'EMAIL',
    start: match.index,
    end: match.index + match[0].length,
  }));
}
