import { CodedError } from '@guichet/protocol/coded-error';
import { type ChatCompletionRequest, defaultTokens } from '@guichet/protocol/openai';
import type { Sampling } from '../turn/turn-call.ts';

type Parameters = Partial<Omit<ChatCompletionRequest, 'model' | 'messages'>>;

const presets = {
  factual: { usual: 0.4, least: 0.3, most: 0.5 },
  creative: { usual: 0.8, least: 0.7, most: 0.9 },
} as const;
const seeds = 2 ** 32;

/** OpenAI's parameters as the generator's. Throws `invalid_request` for a temperature outside of the preset's range. */
export function readSampling(parameters: Parameters): Sampling {
  const { top_p, repetition_penalty, seed, stop } = parameters;
  const { max_completion_tokens, max_tokens, max_length } = parameters;
  const temperature = readTemperature(parameters);
  return {
    maxTokens: max_completion_tokens ?? max_tokens ?? max_length ?? defaultTokens,
    ...(temperature === undefined ? {} : { temperature }),
    ...(top_p == null ? {} : { topP: top_p }),
    ...(repetition_penalty == null ? {} : { repetitionPenalty: repetition_penalty }),
    ...(seed == null ? {} : { seed: ((seed % seeds) + seeds) % seeds }),
    ...(stop == null ? {} : { stop: typeof stop === 'string' ? [stop] : stop }),
  };
}

function readTemperature({ preset, temperature }: Parameters): number | undefined {
  if (preset == null) return temperature ?? undefined;
  const { usual, least, most } = presets[preset];
  const wanted = temperature ?? usual;
  if (wanted >= least && wanted <= most) return wanted;
  throw new CodedError('invalid_request', `temperature: the preset "${preset}" goes from ${least} to ${most}.`);
}
