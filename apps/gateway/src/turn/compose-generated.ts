import { phrase } from '@guichet/dialogue/phrases';
import { checkSentence } from '@guichet/guardrails/check-sentence';
import { createSentenceSplitter } from '@guichet/guardrails/sentence-splitter';
import { CodedError } from '@guichet/protocol/coded-error';
import type { GenerationPart, Passage } from '@guichet/protocol/generate';
import type { Language } from '@guichet/protocol/language';
import type { DegradedReason } from '@guichet/protocol/message';
import type { RouteExpert } from '@guichet/protocol/route';
import type { TenantSettings } from '@guichet/protocol/tenant-settings';
import type { KnowledgeArticle } from '@guichet/services/release/load-knowledge';
import { approvedText, composeApproved } from './compose-approved.ts';
import { type ComposedText, noUsage, toSource } from './composition.ts';

export interface ComposeGeneratedInput {
  settings: TenantSettings;
  language: Language;
  articles: readonly KnowledgeArticle[];
  passages: Passage[];
  experts: readonly RouteExpert[];
  findArticle(id: string): KnowledgeArticle | undefined;
  /** Begins the generation. */
  generate(signal: AbortSignal): AsyncGenerator<GenerationPart>;
  /** After this time without a sentence that stands, the approved text answers. */
  firstSentenceMs: number;
}

/**
 * An answer composed from passages: only sentences that one of them carries are given out. Where none is, the approved text
 * stands in; where the generator breaks off, the approved text follows what was said, and the answer says so.
 */
export async function* composeGenerated(input: ComposeGeneratedInput): ComposedText {
  const given = new Map<string, string | null>();
  let usage = noUsage;
  let failure: CodedError | undefined;
  let space = '';
  try {
    for await (const piece of readSentences(input, () => given.size > 0)) {
      if (typeof piece !== 'string') usage = piece;
      else {
        const sentence = piece.trim();
        const check = checkSentence({ sentence, passages: input.passages, language: input.language });
        if (!check.supported || given.has(sentence)) continue;
        yield space + sentence;
        given.set(sentence, check.articleId);
        space = /\s+$/.exec(piece)?.[0] ?? (input.language === 'en' ? ' ' : '');
      }
    }
  } catch (error) {
    if (!(error instanceof CodedError)) throw error;
    failure = error;
  }
  if (given.size === 0) return { ...(yield* composeApproved(input.articles, degradedBefore(failure))), usage };
  if (failure !== undefined) {
    yield `\n\n${phrase('continued', input.settings, input.language)}\n\n${approvedText(input.articles)}`;
  }
  const carriers =
    failure === undefined ? [...given.values()] : [...given.values(), ...input.articles.map(({ id }) => id)];
  const sources = [...new Set(carriers)].flatMap((id) => (id === null ? [] : (input.findArticle(id) ?? [])));
  const degradedReason = failure === undefined ? undefined : 'generation-interrupted';
  return { composition: 'generated', sources: sources.map(toSource), degradedReason, usage };
}

/** Whole sentences as they are completed, and the usage at the end. A sentence that the length limit cut is left out. */
async function* readSentences(
  { generate, firstSentenceMs }: ComposeGeneratedInput,
  begun: () => boolean,
): AsyncGenerator<string | typeof noUsage> {
  const late = new AbortController();
  const timer = setTimeout(
    () => begun() || late.abort(new DOMException('No sentence in time.', 'TimeoutError')),
    firstSentenceMs,
  );
  const splitter = createSentenceSplitter();
  try {
    for await (const part of generate(late.signal)) {
      if (part.type === 'text-delta') yield* splitter.push(part.delta);
      if (part.type !== 'generation-end') continue;
      if (part.finishReason === 'stop') yield* splitter.flush();
      yield { promptTokens: part.usage.promptTokens, completionTokens: part.usage.completionTokens };
    }
  } finally {
    clearTimeout(timer);
  }
}

function degradedBefore(failure: CodedError | undefined): DegradedReason | undefined {
  if (failure === undefined) return undefined;
  return failure.code === 'deadline_exceeded' ? 'deadline-exceeded' : 'generator-unavailable';
}
