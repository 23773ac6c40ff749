import type { Finding } from './finding.ts';

const candidate = /(?<![A-Za-z0-9])[A-Za-z]{2}\d{2}(?:[ -]?[A-Za-z0-9]){11,30}/g;

/** International bank account numbers (ISO 13616): right check digits modulo 97; a longer word run is tried without its tail. */
export function findIbans(folded: string): Finding[] {
  const found: Finding[] = [];
  for (const match of folded.matchAll(candidate)) {
    const end = ibanEnd(match[0]);
    if (end > 0) found.push({ kind: 'IBAN', start: match.index, end: match.index + end });
  }
  return found;
}

function ibanEnd(text: string): number {
  for (let end = text.length; end >= 15; end -= 1) {
    const next = text[end];
    const boundary = next === undefined || /[ -]/.test(next);
    if (boundary && /[A-Za-z0-9]/.test(text[end - 1] ?? '') && checks(text.slice(0, end))) return end;
  }
  return 0;
}

function checks(text: string): boolean {
  const compact = text.replace(/[ -]/g, '').toUpperCase();
  if (compact.length < 15 || compact.length > 34) return false;
  let remainder = 0;
  for (const character of compact.slice(4) + compact.slice(0, 4)) {
    const value = Number.parseInt(character, 36);
    remainder = (remainder * (value > 9 ? 100 : 10) + value) % 97;
  }
  return remainder === 1;
}
