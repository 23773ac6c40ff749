import type { OpenPack } from '@guichet/models/open-pack';
import { Tensor } from 'onnxruntime-node';
import { createSession } from '../engine/create-session.ts';
import type { Encoded, EncodeKind } from '../engine/messages.ts';
import { loadTokenizer } from '../tokenizer/load-tokenizer.ts';
import { readHeads } from './read-heads.ts';
import { vector } from './vector.ts';

export interface Encoder {
  /** Encodes a batch in one pass, in the order of the texts. */
  encode(kind: EncodeKind, texts: readonly string[]): Promise<Encoded[]>;
}

/** Loads the encoder of a pack. Throws where the pack is of another kind. */
export async function createEncoder(pack: OpenPack, threads: number): Promise<Encoder> {
  const { encoder } = pack.manifest;
  if (encoder === undefined) throw new Error(`The pack ${pack.manifest.name} holds no encoder.`);
  const [tokenizer, session] = await Promise.all([
    loadTokenizer(pack.tokenizerFile),
    createSession(pack.modelFile, threads),
  ]);

  const tokenize = (text: string): { ids: number[]; truncated: boolean } => {
    const ids = tokenizer.encodeWhole(text);
    if (ids.length <= encoder.maxTokens) return { ids, truncated: false };
    // Keeps the closing special token, which the model has seen at the end of every text.
    return { ids: [...ids.slice(0, encoder.maxTokens - 1), ...ids.slice(-1)], truncated: true };
  };

  return {
    async encode(kind, texts) {
      const prefix = kind === 'query' ? encoder.queryPrefix : encoder.passagePrefix;
      const rows = texts.map((text) => tokenize(prefix + text));
      const feeds = pad(rows.map((row) => row.ids));
      const outputs = await (kind === 'query' ? session.run(feeds) : session.run(feeds, ['embedding']));
      return rows.map(({ ids, truncated }, index) =>
        kind === 'query'
          ? { kind, tokens: ids.length, understanding: readHeads(outputs, index, encoder, truncated) }
          : { kind, tokens: ids.length, embedding: vector(outputs.embedding, index) },
      );
    },
  };
}

/** Rows padded to the longest: input_ids and attention_mask, int64 [rows, longest]. */
function pad(rows: readonly number[][]): Record<string, Tensor> {
  const longest = Math.max(...rows.map((row) => row.length));
  const ids = new BigInt64Array(rows.length * longest);
  const mask = new BigInt64Array(rows.length * longest);
  rows.forEach((row, rowIndex) => {
    row.forEach((id, column) => {
      ids[rowIndex * longest + column] = BigInt(id);
      mask[rowIndex * longest + column] = 1n;
    });
  });
  const shape = [rows.length, longest];
  return { input_ids: new Tensor('int64', ids, shape), attention_mask: new Tensor('int64', mask, shape) };
}
