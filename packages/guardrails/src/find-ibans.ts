import type { Finding } from './finding.ts';

// Length by country, from the registry of ISO 13616.
const lengths: Readonly<Record<string, number>> = Object.fromEntries(
  'AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18 DO28 EE20 EG29 ES24 FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HN28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 PT25 QA29 RO24 RS22 RU33 SA24 SC31 SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30'
    .split(' ')
    .map((entry) => [entry.slice(0, 2), Number(entry.slice(2))]),
);
const begin = /(?<![A-Za-z0-9])[A-Za-z]{2}[ ._-]?\d[ ._-]?\d/g;
const mostBetween = 3;

/** International bank account numbers (ISO 13616) with any separators: the country's length, and right check digits modulo 97. */
export function findIbans(folded: string): Finding[] {
  const found: Finding[] = [];
  for (const match of folded.matchAll(begin)) {
    const end = ibanEnd(folded, match.index, lengths[match[0].slice(0, 2).toUpperCase()] ?? 0);
    if (end > 0 && match.index >= (found.at(-1)?.end ?? 0)) found.push({ kind: 'IBAN', start: match.index, end });
  }
  return found;
}

/** Where so many letters and digits from there on end, if they are an IBAN; 0 if not. */
function ibanEnd(folded: string, start: number, length: number): number {
  let compact = '';
  let between = 0;
  for (let index = start; compact.length < length; index += 1) {
    const character = folded[index];
    if (character === undefined) return 0;
    if (/[A-Za-z0-9]/.test(character)) {
      compact += character;
      between = 0;
      if (compact.length === length)
        return checks(compact.toUpperCase()) && !/[A-Za-z0-9]/.test(folded[index + 1] ?? '') ? index + 1 : 0;
    } else if (/\p{L}/u.test(character) || ++between > mostBetween) return 0;
  }
  return 0;
}

function checks(compact: string): boolean {
  let remainder = 0;
  for (const character of compact.slice(4) + compact.slice(0, 4)) {
    const value = Number.parseInt(character, 36);
    remainder = (remainder * (value > 9 ? 100 : 10) + value) % 97;
  }
  return remainder === 1;
}
