import { fillText } from '@guichet/dialogue/flow/template';
import { phrase } from '@guichet/dialogue/phrases';
import { flowPhrase } from '@guichet/dialogue/policy/flow-phrases';
import type { PolicyOutput } from '@guichet/dialogue/policy/policy-types';
import type { Source } from '@guichet/protocol/message';
import type { Services } from '../services.ts';
import { composeArticles } from './compose.ts';
import { type ComposedText, type Composition, noUsage, toSource } from './composition.ts';
import type { TurnCall } from './turn-call.ts';
import type { UnderstoodTurn } from './understand-turn.ts';

/** The policy's decisions as one text, each as soon as it is known: articles in their own or in checked words, and the assistant's sentences. */
export async function* composeOutputs(
  services: Services,
  call: TurnCall,
  { understood, outputs }: { understood: UnderstoodTurn; outputs: AsyncGenerator<PolicyOutput> },
): ComposedText {
  const parts: Composition[] = [];
  let answers: Extract<PolicyOutput, { type: 'answer' }>[] = [];
  let spoken = false;
  async function* speak(text: ComposedText): AsyncGenerator<string> {
    if (spoken) yield '\n\n';
    spoken = true;
    parts.push(yield* text);
  }
  async function* answer(): AsyncGenerator<string> {
    if (answers.length > 0) yield* speak(composeArticles(services, call, { understood, answers }));
    answers = [];
  }
  for await (const output of outputs) {
    if (output.type === 'answer') {
      answers.push(output);
      continue;
    }
    yield* answer();
    const said = sentence(output, call, understood);
    if (said !== undefined) yield* speak(said);
  }
  yield* answer();
  return together(parts);
}

function sentence(
  output: PolicyOutput,
  { settings }: TurnCall,
  { routed, index }: UnderstoodTurn,
): ComposedText | undefined {
  const { language } = routed.route;
  if (output.type === 'phrase') return fixed(phrase(output.name, settings, language));
  if (output.type === 'flow-phrase') return fixed(flowPhrase(output.name, language, output.values));
  if (output.type !== 'say') return undefined;
  const article = output.article === undefined ? undefined : index.article(output.article, language);
  return fixed(fillText(output.text[language], output.values), article === undefined ? [] : [toSource(article)]);
}

async function* fixed(text: string, sources: Source[] = []): ComposedText {
  yield text;
  return { composition: 'fixed', sources, degradedReason: undefined, usage: noUsage };
}

/** Several pieces as one answer: it is as composed as its most composed piece. */
function together(parts: readonly Composition[]): Composition {
  const kinds = new Set(parts.map(({ composition }) => composition));
  const sources = parts.flatMap((part) => part.sources);
  return {
    composition: kinds.has('generated') ? 'generated' : kinds.has('approved') ? 'approved' : 'fixed',
    sources: [...new Map(sources.map((source) => [source.articleId, source])).values()],
    degradedReason: parts.find(({ degradedReason }) => degradedReason !== undefined)?.degradedReason,
    usage: {
      promptTokens: parts.reduce((sum, { usage }) => sum + usage.promptTokens, 0),
      completionTokens: parts.reduce((sum, { usage }) => sum + usage.completionTokens, 0),
    },
  };
}
