import type { GenerateRequest, Passage } from '@guichet/protocol/generate';
import type { Language } from '@guichet/protocol/language';
import type { RouteExpert } from '@guichet/protocol/route';
import type { TenantSettings } from '@guichet/protocol/tenant-settings';

export interface GenerationPromptInput {
  settings: TenantSettings;
  language: Language;
  question: string;
  passages: Passage[];
  experts: readonly RouteExpert[];
}

const system = {
  en: (bank: string) =>
    `You are ${bank}'s assistant. Answer the customer's question in two to four short sentences, using only the text below. Keep its words, numbers and names. Add nothing of your own.`,
  zh: (bank: string) =>
    `你是${bank}的客服助手。只根据下面的内容，用两到四句话回答客户的问题。保留原文的用词、数字和名称，不要添加任何内容。`,
} as const;
const maxTokens = 160;
// The best next word each time, but not the same sentence twice.
const repetitionPenalty = 1.1;

/** The request for an answer from passages. System and passages come first and change with the article only, so that the service can keep them computed. */
export function generationPrompt(input: GenerationPromptInput): GenerateRequest {
  const { settings, language, question, passages, experts } = input;
  return {
    system: system[language](settings.name[language]),
    passages,
    question,
    language,
    experts: experts.map(({ name, gate }) => ({ name, gate })),
    maxTokens,
    repetitionPenalty,
  };
}
