/** The kinds of personal data that never leave the edge. */
export type FindingKind = 'CARD' | 'IBAN' | 'EMAIL' | 'PHONE' | 'CN_ID' | 'SSN' | 'PASSPORT' | 'ACCOUNT' | 'SECRET';

/** A stretch of text, in UTF-16 units, that holds personal data. */
export interface Finding {
  kind: FindingKind;
  start: number;
  end: number;
}
