import type { OpenPack } from '@guichet/models/open-pack';
import { Tensor } from 'onnxruntime-node';
import { createSession } from '../engine/create-session.ts';
import type { GenerateCommand } from '../engine/messages.ts';
import { loadTokenizer } from '../tokenizer/load-tokenizer.ts';
import { cacheBytes, emptyCache, type KeyValueCache, nextCache } from './key-value-cache.ts';
import { createPrefixCache } from './prefix-cache.ts';
import { sample } from './sample.ts';
import { createTokenText } from './token-text.ts';

/** One answer being written. */
export interface Sequence {
  /** Computes the prompt or the next token; gives the text that became certain, and whether the answer is over. */
  step(): Promise<{ text: string; finished: 'stop' | 'length' | null }>;
  usage(): { promptTokens: number; cachedTokens: number; completionTokens: number };
}

export interface Generator {
  /** Throws a plain error naming the numbers where the prompt and the answer do not fit the model's context. */
  begin(command: GenerateCommand): Sequence;
}

const prefixCacheBytes = 96e6;

/** Loads the generator of a pack. Throws where the pack is of another kind. */
export async function createGenerator(pack: OpenPack, threads: number): Promise<Generator> {
  const { generator: shape } = pack.manifest;
  if (shape === undefined) throw new Error(`The pack ${pack.manifest.name} holds no generator.`);
  const [tokenizer, session] = await Promise.all([
    loadTokenizer(pack.tokenizerFile),
    createSession(pack.modelFile, threads),
  ]);
  const prefixes = createPrefixCache(prefixCacheBytes);
  const withExperts = session.inputNames.includes('experts');

  const run = async (
    ids: readonly number[],
    past: KeyValueCache,
  ): Promise<{ logits: Float32Array; cache: KeyValueCache }> => {
    const length = past.length + ids.length;
    const outputs = await session.run({
      input_ids: new Tensor('int64', BigInt64Array.from(ids, BigInt), [1, ids.length]),
      seqlens_k: new Tensor('int32', Int32Array.of(length - 1), [1]),
      total_len: new Tensor('int32', Int32Array.of(length), []),
      ...(withExperts ? silentExperts() : {}),
      ...past.tensors,
    });
    const logits = outputs.logits?.data;
    if (!(logits instanceof Float32Array)) throw new Error('The graph gave no logits.');
    return { logits, cache: nextCache(outputs, length) };
  };

  const readPrompt = async (prefix: string, prefixIds: readonly number[], suffixIds: readonly number[]) => {
    let cache = prefixes.get(prefix);
    const cachedTokens = cache?.length ?? 0;
    if (cache === undefined && prefixIds.length > 0) {
      cache = (await run(prefixIds, emptyCache(shape))).cache;
      prefixes.set(prefix, cache, cacheBytes(shape, cache.length));
    }
    return { ...(await run(suffixIds, cache ?? emptyCache(shape))), cachedTokens };
  };

  return {
    begin({ prefix, suffix, settings }) {
      const prefixIds = tokenizer.encode(prefix);
      const suffixIds = tokenizer.encode(suffix);
      const promptTokens = prefixIds.length + suffixIds.length;
      const room = shape.contextLength - promptTokens;
      if (room < 1) throw new Error(`The prompt has ${promptTokens} tokens; the model reads ${shape.contextLength}.`);
      const mostTokens = Math.min(settings.maxTokens, room);
      const text = createTokenText(tokenizer, settings.stop);
      const seen = new Set<number>();
      let state: { logits: Float32Array; cache: KeyValueCache } | null = null;
      let cachedTokens = 0;
      let completionTokens = 0;

      const advance = async () => {
        if (state === null) {
          const prompt = await readPrompt(prefix, prefixIds, suffixIds);
          cachedTokens = prompt.cachedTokens;
          state = prompt;
        }
        const id = sample(state.logits, seen, settings, completionTokens);
        if (shape.eosTokenIds.includes(id)) return { text: text.flush(), finished: 'stop' as const };
        completionTokens += 1;
        seen.add(id);
        const sure = text.push(id);
        if (text.stopped()) return { text: sure, finished: 'stop' as const };
        if (completionTokens >= mostTokens) return { text: sure + text.flush(), finished: 'length' as const };
        state = await run([id], state.cache);
        return { text: sure, finished: null };
      };
      return { step: advance, usage: () => ({ promptTokens, cachedTokens, completionTokens }) };
    },
  };
}

/** One slot at gate zero: adds nothing, as the base model answers. */
function silentExperts(): Record<string, Tensor> {
  return {
    experts: new Tensor('int64', BigInt64Array.of(0n), [1, 1]),
    gates: new Tensor('float32', Float32Array.of(0), [1, 1, 1, 1]),
  };
}
