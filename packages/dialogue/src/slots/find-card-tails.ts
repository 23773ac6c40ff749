import { chineseNumber } from './chinese-number.ts';
import type { FindContext, Span } from './found-slots.ts';
import { inOrder, spanOf } from './spans.ts';

export interface FoundTail {
  digits: string;
  span: Span;
}

const patterns: readonly RegExp[] = [
  /\b(?:end(?:s|ing|ed)?|finish(?:es|ing)?)(?: in| with| on)?(?: the)?(?: digits| numbers?)?:? (\d{4})(?!\d)/g,
  /\blast (?:four|4)(?: digits| numbers)?(?: of (?:the|my) card)?(?:(?: are| is)|:)? ?(\d{4})(?!\d)/g,
  /\b(?:card|visa|mastercard|amex|debit|credit)(?: number| no\.?)? ?#? ?(\d{4})(?![\d./:-])/g,
  /\b(?:the |my )(\d{4}) (?:one|card)\b/g,
  /(?<![*x•·.…#][ -]?)[*x•·.…#](?:[ -]?[*x•·.…#]){1,40}[ -]?(\d{4})(?!\d)/g,
  /(?:尾号|尾號|尾数|尾數|末四位|末4位|后四位|後四位|后4位|最后四位|最後四位|卡尾)(?:数字|號碼|号码)?(?:是|为|為|係|系|:|：)?\s?(\d{4}|[零〇一二三四五六七八九]{4})(?!\d)/g,
  /(?<!\d)(\d{4})(?:的)?(?:那|这|這|嗰|呢)?[张張](?:卡)?/g,
  /(?<!\d)(\d{4})(?:结尾|結尾|收尾)/g,
];

/** Cards named by their last four digits on folded text, and masked ones whose digits are known. */
export function findCardTails(folded: string, { cardTails = {} }: Pick<FindContext, 'cardTails'>): FoundTail[] {
  const found = patterns.flatMap((pattern) =>
    [...folded.matchAll(pattern)].map((match) => ({ digits: digitsOf(match[1] ?? ''), span: spanOf(match) })),
  );
  for (const match of folded.matchAll(/<card_\d{1,6}>/g)) {
    const name = match[0].toUpperCase();
    const digits = Object.hasOwn(cardTails, name) ? cardTails[name] : undefined;
    if (digits !== undefined) found.push({ digits, span: spanOf(match) });
  }
  return inOrder(found);
}

function digitsOf(text: string): string {
  return /^\d/.test(text) ? text : [...text].map((character) => chineseNumber(character)).join('');
}
