import type { GenerateRequest, Passage } from '@guichet/protocol/generate';
import type { Language } from '@guichet/protocol/language';
import type { RouteExpert } from '@guichet/protocol/route';
import type { TenantSettings } from '@guichet/protocol/tenant-settings';
import type { Sampling } from './turn-call.ts';

export interface GenerationPromptInput {
  settings: TenantSettings;
  language: Language;
  question: string;
  passages: Passage[];
  experts: readonly RouteExpert[];
  sampling?: Sampling | undefined;
}

// One example, since a small model copies what it is shown rather than what it is told. The passages follow the last word.
const system = {
  en: (
    bank: string,
  ) => `You answer the customers of ${bank} with the sentences of the text that answer the question, word for word.

Text:
Our branches open at 09:30. They close at 16:30. You can pay in cash there.
Question: when do you close
Answer: They close at 16:30.

Text:`,
  zh: (bank: string) => `你是${bank}的客服助手，用内容中能回答问题的原句作答。

内容：
网点 09:30 开门，16:30 关门。可以存入现金。
问题：几点关门
回答：网点 16:30 关门。

内容：`,
} as const;
const maxTokens = 120;

/** The request for an answer from passages. System and passages come first and change with the article only, so that the service can keep them computed. */
export function generationPrompt(input: GenerationPromptInput): GenerateRequest {
  const { settings, language, question, passages, experts, sampling } = input;
  return {
    system: system[language](settings.name[language]),
    passages,
    question,
    language,
    experts: experts.map(({ name, gate }) => ({ name, gate })),
    maxTokens,
    ...sampling,
  };
}
