import { findCards } from './find-cards.ts';
import { findEmails } from './find-emails.ts';
import { findIbans } from './find-ibans.ts';
import { findPhones } from './find-phones.ts';
import { findResidentIds } from './find-resident-ids.ts';
import { findSecrets } from './find-secrets.ts';
import type { Finding, FindingKind } from './finding.ts';
import { foldDigits } from './fold-digits.ts';

/** How many placeholders of each kind a conversation has used. */
export type RedactionCounts = Partial<Record<FindingKind, number>>;

export interface Redaction {
  /** The text with typed placeholders such as `<CARD_1>` in place of personal data. */
  text: string;
  counts: RedactionCounts;
  /** The kinds found in this text, without repeats. */
  kinds: FindingKind[];
}

// First come, first served: a card number is never re-read as a telephone number.
const finders = [findEmails, findIbans, findResidentIds, findCards, findSecrets, findPhones];

/**
 * Replaces personal data by typed placeholders. The same value within the text gets the same placeholder; numbering goes on
 * from `counts`. Covered: payment cards, IBAN, e-mail, telephone, Chinese resident ids, codes named as such; names and
 * postal addresses are not. Never keeps the values. Redacting a redacted text changes nothing.
 */
export function redact(text: string, counts: RedactionCounts = {}): Redaction {
  const folded = foldDigits(text);
  const findings = withoutOverlaps(finders.flatMap((find) => find(folded)));
  const used = { ...counts };
  const placeholders = new Map<string, string>();
  let result = '';
  let end = 0;
  for (const finding of findings) {
    const key = `${finding.kind} ${folded.slice(finding.start, finding.end).replace(/[^\p{L}\p{N}@.]/gu, '')}`;
    const placeholder = placeholders.get(key) ?? nextPlaceholder(finding.kind, used);
    placeholders.set(key, placeholder);
    result += text.slice(end, finding.start) + placeholder;
    end = finding.end;
  }
  return { text: result + text.slice(end), counts: used, kinds: [...new Set(findings.map((finding) => finding.kind))] };
}

function nextPlaceholder(kind: FindingKind, used: RedactionCounts): string {
  const number = (used[kind] ?? 0) + 1;
  used[kind] = number;
  return `<${kind}_${number}>`;
}

function withoutOverlaps(findings: readonly Finding[]): Finding[] {
  const kept: Finding[] = [];
  for (const finding of findings) {
    if (kept.every((other) => finding.end <= other.start || finding.start >= other.end)) kept.push(finding);
  }
  return kept.sort((a, b) => a.start - b.start);
}
