import type { FieldKind } from '@guichet/protocol/interaction';
import type { Language } from '@guichet/protocol/language';
import type { FlowSlot } from '../flow/flow-schema.ts';

/** What a kind is called where a flow gives its slot no name; the first word is shown, all are understood. */
const names: Record<FieldKind, Record<Language, readonly string[]>> = {
  text: { en: ['Details', 'text', 'description'], zh: ['说明', '内容', '备注'] },
  money: { en: ['Amount', 'sum'], zh: ['金额', '数额', '钱数'] },
  date: { en: ['Date', 'day'], zh: ['日期', '日子'] },
  time: { en: ['Time'], zh: ['时间', '几点'] },
  choice: { en: ['Choice', 'option'], zh: ['选项'] },
  card: { en: ['Card'], zh: ['银行卡', '卡片', '卡号', '卡'] },
  transaction: { en: ['Payment', 'transaction', 'transfer'], zh: ['交易', '付款', '转账', '消费'] },
  account: { en: ['Account'], zh: ['账户', '账号'] },
};

/** A slot's short name. */
export function slotLabel(slot: Pick<FlowSlot, 'kind' | 'label'>, language: Language): string {
  return slot.label?.[language] ?? names[slot.kind][language][0] ?? slot.kind;
}

/** Every word by which a customer may name a slot, in lower case, longest first. */
export function slotWords(name: string, slot: FlowSlot, language: Language): string[] {
  const own = slot.names?.[language] ?? [];
  const label = slot.label === undefined ? [] : [slot.label[language]];
  const words = [...own, ...label, ...names[slot.kind][language], name.replaceAll('_', ' ')];
  return [...new Set(words.map((word) => word.toLowerCase()))].sort((a, b) => b.length - a.length);
}
