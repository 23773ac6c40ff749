import { findAccounts } from './find-accounts.ts';
import { findCards } from './find-cards.ts';
import { findEmails } from './find-emails.ts';
import { findIbans } from './find-ibans.ts';
import { findPapers } from './find-papers.ts';
import { findPhones } from './find-phones.ts';
import { findResidentIds } from './find-resident-ids.ts';
import { findBareCode, findCodesBehindCards, findSecrets } from './find-secrets.ts';
import { findSplitCard, type SplitCard } from './find-split-card.ts';
import type { Finding, FindingKind } from './finding.ts';
import { foldDigits } from './fold-digits.ts';

/** How many placeholders of each kind a conversation has used. */
export type RedactionCounts = Partial<Record<FindingKind, number>>;

export interface RedactionOptions {
  /** Shapes of the tenant's account numbers; see `find-accounts.ts`. */
  accountPatterns?: readonly string[];
  /** The customer's last messages as stored, oldest first: a card number may be spread over them. */
  earlier?: readonly string[];
  /** True while a one-time code is being asked for: a number alone is one. */
  expectsCode?: boolean;
}

/** What a placeholder stands for. Of a secret the value is never given out. */
export interface RedactedValue {
  placeholder: string;
  kind: Exclude<FindingKind, 'SECRET'>;
  value: string;
}

export interface Redaction {
  /** The text with typed placeholders such as `<CARD_1>` in place of personal data. */
  text: string;
  counts: RedactionCounts;
  /** The kinds found in this text, without repeats. */
  kinds: FindingKind[];
  /** For the vault alone: never logged, and stored only as the vault does. */
  values: RedactedValue[];
  /** The earlier messages as they must be stored from now on; empty where none changes. */
  earlier: string[];
}

/**
 * Replaces personal data by typed placeholders. The same value within the text gets the same placeholder; numbering goes on
 * from `counts`. Covered: payment cards, IBAN, e-mail, telephone, Chinese resident ids, passports, American social security numbers,
 * account numbers, secrets named as such. Names, dates of birth and postal addresses are not. Redacting a redacted text changes nothing.
 */
export function redact(text: string, counts: RedactionCounts = {}, options: RedactionOptions = {}): Redaction {
  const folded = foldDigits(text);
  const earlier = options.earlier?.join('\n') ?? '';
  const split = earlier === '' ? null : findSplitCard(earlier, text);
  const findings = findAll(folded, split, options);
  const result = replace(text, folded, findings, { ...counts }, split);
  const placeholder = split === null ? undefined : result.byStart.get(split.startInText);
  return {
    text: result.text,
    counts: result.used,
    kinds: [...new Set(findings.map(({ kind }) => kind))],
    values: result.values,
    earlier:
      split === null || placeholder === undefined
        ? []
        : maskEnd(options.earlier ?? [], split.startInEarlier, placeholder),
  };
}

/** First come, first served: a card number is never read again as a telephone number. */
function findAll(
  folded: string,
  split: SplitCard | null,
  { accountPatterns = [], expectsCode = false }: RedactionOptions,
): Finding[] {
  const cards = findCards(folded);
  const begun: Finding[] = split === null ? [] : [{ kind: 'CARD', start: split.startInText, end: split.endInText }];
  const whole = cards.filter(
    ({ start, end }) => split === null || start >= split.endInText || end <= split.startInText,
  );
  return withoutOverlaps(
    [
      findEmails(folded),
      findIbans(folded),
      findResidentIds(folded),
      begun,
      whole,
      findCodesBehindCards(folded, cards),
      findAccounts(folded, accountPatterns),
      findSecrets(folded),
      expectsCode ? findBareCode(folded) : [],
      findPapers(folded),
      findPhones(folded),
    ].flat(),
  );
}

function replace(
  text: string,
  folded: string,
  findings: readonly Finding[],
  used: RedactionCounts,
  split: SplitCard | null,
) {
  const placeholders = new Map<string, string>();
  const byStart = new Map<number, string>();
  const values: RedactedValue[] = [];
  let result = '';
  let end = 0;
  for (const { kind, start, end: findingEnd } of findings) {
    const value = start === split?.startInText ? split.digits : folded.slice(start, findingEnd);
    const key = `${kind} ${value.replace(/[^\p{L}\p{N}@.]/gu, '')}`;
    const known = placeholders.get(key);
    const placeholder = known ?? nextPlaceholder(kind, used);
    if (known === undefined && kind !== 'SECRET') values.push({ placeholder, kind, value });
    placeholders.set(key, placeholder);
    byStart.set(start, placeholder);
    result += text.slice(end, start) + placeholder;
    end = findingEnd;
  }
  return { text: result + text.slice(end), used, values, byStart };
}

/** The earlier messages with the card's first digits as the placeholder; joined by one character they are what was searched. */
function maskEnd(earlier: readonly string[], start: number, placeholder: string): string[] {
  let offset = 0;
  return earlier.map((message) => {
    const from = Math.max(0, start - offset);
    offset += message.length + 1;
    const last = foldDigits(message).search(/\d\D*$/);
    return last < from ? message : message.slice(0, from) + placeholder + message.slice(last + 1);
  });
}

function nextPlaceholder(kind: FindingKind, used: RedactionCounts): string {
  const number = (used[kind] ?? 0) + 1;
  used[kind] = number;
  return `<${kind}_${number}>`;
}

/** Linear in the text and the findings: each character remembers whether it is taken. */
function withoutOverlaps(findings: readonly Finding[]): Finding[] {
  const taken: true[] = [];
  const kept = findings.filter(({ start, end }) => {
    for (let at = start; at < end; at += 1) if (taken[at] === true) return false;
    for (let at = start; at < end; at += 1) taken[at] = true;
    return true;
  });
  return kept.sort((a, b) => a.start - b.start);
}
