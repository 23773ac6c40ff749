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
import { type ComposedText, type Composition, noUsage, toSource } from './composition.ts';

export interface ComposeGeneratedInput {
  settings: TenantSettings;
  language: Language;
  question: string;
  articles: readonly KnowledgeArticle[];
  passages: Passage[];
  experts: readonly RouteExpert[];
  findArticle(id: string): KnowledgeArticle | undefined;
  onFirstToken(): void;
  /** Begins the generation. */
  generate(signal: AbortSignal): AsyncGenerator<GenerationPart>;
  /** After this time without a sentence that stands, the approved text answers. */
  firstSentenceMs: number;
}

// A model that has begun to invent does not find back, and one that repeats itself has said what it had to say.
const mostRefused = 2;

/**
 * An answer composed from passages: only sentences that one of them carries are given out. Where none is, the approved text
 * stands in; where the generator breaks off, the approved text follows what was said, and the answer says so.
 */
export async function* composeGenerated(input: ComposeGeneratedInput): ComposedText {
  const given = new Map<string, string | null>();
  let usage = noUsage;
  let failure: CodedError | undefined;
  let refused = 0;
  let space = '';
  try {
    for await (const piece of readSentences(input, () => given.size > 0)) {
      if (typeof piece !== 'string') {
        usage = piece;
        continue;
      }
      const sentence = piece.trim();
      if (given.has(sentence)) break;
      const check = checkSentence({ ...input, sentence });
      refused = check.supported ? 0 : refused + 1;
      if (refused === mostRefused) break;
      if (!check.supported) continue;
      yield space + sentence;
      given.set(sentence, check.articleId);
      space = /\s+$/.exec(piece)?.[0] ?? (input.language === 'en' ? ' ' : '');
    }
  } catch (error) {
    if (!(error instanceof CodedError)) throw error;
    failure = error;
  }
  if (given.size === 0) return { ...(yield* composeApproved(input.articles, degradedBefore(failure))), usage };
  if (failure !== undefined) {
    yield `\n\n${phrase('continued', input.settings, input.language)}\n\n${approvedText(input.articles)}`;
  }
  return { ...account(input, given, failure), usage };
}

/** What the given sentences rest on. */
function account(
  { articles, findArticle }: ComposeGeneratedInput,
  given: ReadonlyMap<string, string | null>,
  failure: CodedError | undefined,
): Omit<Composition, 'usage'> {
  const carriers = failure === undefined ? [...given.values()] : [...given.values(), ...articles.map(({ id }) => id)];
  const sources = [...new Set(carriers)].flatMap((id) => (id === null ? [] : (findArticle(id) ?? [])));
  const degradedReason = failure === undefined ? undefined : 'generation-interrupted';
  return { composition: 'generated', sources: sources.map(toSource), degradedReason };
}

/** Whole sentences as they are completed, and the usage at the end. A sentence that the length limit cut is left out. */
async function* readSentences(
  { generate, onFirstToken, firstSentenceMs }: ComposeGeneratedInput,
  begun: () => boolean,
): AsyncGenerator<string | typeof noUsage> {
  const late = new AbortController();
  const timer = setTimeout(
    () => begun() || late.abort(new DOMException('No sentence in time.', 'TimeoutError')),
    firstSentenceMs,
  );
  const splitter = createSentenceSplitter();
  let spoken = false;
  try {
    for await (const part of generate(late.signal)) {
      if (part.type === 'text-delta') {
        if (!spoken) onFirstToken();
        spoken = true;
        yield* splitter.push(part.delta);
      }
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
