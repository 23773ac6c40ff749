import type { Span } from './found-slots.ts';
import { inOrder, spanOf } from './spans.ts';

const cues =
  '(?:case|reference|ref|ticket|complaint|dispute|order|tracking|claim|transaction id|payment id|编号|編號|案件号|案件编号|案号|单号|單號|订单号|訂單號|流水号|流水號|参考号|參考號|受理号|工单号|快递单号|交易号)';
const afterCue = new RegExp(
  `${cues}(?: (?:number|no\\.?|id|code))?(?:\\s?(?:is|was|:|：|#|是|为|為))?\\s?#?\\s?([a-z0-9][a-z0-9-]{3,39})(?![a-z0-9<])`,
  'g',
);
const byShape =
  /(?<![a-z0-9<_/@.-])(?:[a-z]{2,8}-(?:[a-z0-9]{1,12}-){0,4}[a-z0-9]*\d[a-z0-9]*|[a-z]{1,6}\d{6,24}|[a-z]{2,6}\d[a-z0-9]{6,24})(?![a-z0-9@])/g;

/** Case numbers and the like on folded text, as typed: after a word for one, or letters and digits that are no word. */
export function findReferences(text: string, folded: string): { text: string; span: Span }[] {
  const found: { span: Span }[] = [];
  for (const match of folded.matchAll(afterCue)) {
    const reference = match[1] ?? '';
    if (!/\d/.test(reference)) continue;
    const end = match.index + match[0].length;
    found.push({ span: [end - reference.length, end] });
  }
  for (const match of folded.matchAll(byShape)) if (/\d{3}/.test(match[0])) found.push({ span: spanOf(match) });
  return inOrder(found).map(({ span }) => ({ text: text.slice(...span), span }));
}
