import type { Finding, FindingKind } from './finding.ts';

const rules: readonly { kind: FindingKind; pattern: RegExp }[] = [
  // Chinese and many other passports: one or two letters and seven to nine digits.
  {
    kind: 'PASSPORT',
    pattern:
      /(?:\bpassport|\btravel document|护照|護照|通行证|通行證)[^\dA-Za-z]{0,6}(?:(?:number|no\.?|num|nr\.?|is|was|id|号码|号|是|为)[^\dA-Za-z]{0,6}){0,4}([A-Za-z]{0,3}[ -]?\d(?:[ -]?[A-Za-z0-9]){5,10})(?![A-Za-z0-9])/gi,
  },
  {
    kind: 'PASSPORT',
    pattern:
      /(?<![A-Za-z0-9])((?:[EGDPSKegdpsk]\d{8}|[Ee][A-HJ-NP-Za-hj-np-z]\d{7}))(?![A-Za-z0-9])(?=[\s\S]{0,24}(?:passport|护照|護照))/g,
  },
  { kind: 'SSN', pattern: /(?<![\d-])(\d{3}-\d{2}-\d{4})(?![\d-])/g },
  {
    kind: 'SSN',
    pattern: /(?:\bssn|\bsocial security(?: number| no\.?)?)[^\d]{0,8}(\d{3}[ -]?\d{2}[ -]?\d{4})(?!\d)/gi,
  },
  {
    kind: 'ACCOUNT',
    pattern:
      /(?:\b(?:account|acct|a\/c)(?: (?:number|no\.?|num|nr\.?))?(?: (?:is|was))?|账号|帳號|帐号|账户号?码?|賬號|户口号码?|戶口號碼?|存折号)[\s:：=#是为為]{0,4}(\d(?:[ -]?\d){5,21})(?!\d)(?![.,]\d|[ ]?(?:元|块|镑|pounds|days|years))/gi,
  },
  { kind: 'ACCOUNT', pattern: /\bsort code[^\d]{0,8}(\d{2}[- ]?\d{2}[- ]?\d{2}(?:[^\dA-Za-z]{1,3}\d{8})?)(?!\d)/gi },
];

/** Passports, American social security numbers and account numbers, each behind a word for it or in a shape of its own. */
export function findPapers(folded: string): Finding[] {
  return rules.flatMap(({ kind, pattern }) =>
    [...folded.matchAll(pattern)].flatMap((match) => {
      const number = match[1] ?? '';
      const start = match.index + match[0].lastIndexOf(number);
      return number.replace(/\D/g, '').length < 5 ? [] : [{ kind, start, end: start + number.length }];
    }),
  );
}
