import type { Gguf } from './gguf/read-gguf.ts';
import { PackError } from './pack-error.ts';

const controlToken = 3;
const userToken = 4;

interface TextRules {
  normalizer: Record<string, unknown> | null;
  /** How a text is cut before the byte pairs are merged. */
  cuts: Record<string, unknown>[];
}

const split = (pattern: string) => ({
  type: 'Split',
  pattern: { Regex: pattern },
  behavior: 'Isolated',
  invert: false,
});
const bytes = (ownCuts: boolean) => ({
  type: 'ByteLevel',
  add_prefix_space: false,
  trim_offsets: true,
  use_regex: ownCuts,
});

const qwenCuts =
  "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";

// Rules by the name that a GGUF file gives them. SmolLM2's own file splits by `Digits`, which the JavaScript tokenizer takes for
// `\d` and the reference for all numbers; `\p{N}` both read alike.
const rules: ReadonlyMap<string, TextRules> = new Map([
  ['gpt-2', { normalizer: null, cuts: [bytes(true)] }],
  ['smollm', { normalizer: null, cuts: [split('\\p{N}'), bytes(true)] }],
  ['qwen2', { normalizer: { type: 'NFC' }, cuts: [split(qwenCuts), bytes(false)] }],
]);

/** A Hugging Face tokenizer.json from a GGUF file's vocabulary. Byte-level BPE only; other kinds are refused by name. */
export function tokenizerFromGguf({ metadata }: Gguf): Record<string, unknown> {
  const model = metadata.get('tokenizer.ggml.model');
  if (model !== 'gpt2') throw unknown(`tokenizer "${model}"`, ['gpt2']);
  const name = metadata.get('tokenizer.ggml.pre');
  const found = rules.get(String(name));
  if (found === undefined) throw unknown(`text rule "${name}" of the tokenizer`, [...rules.keys()]);
  const tokens = texts(metadata.get('tokenizer.ggml.tokens'));
  return {
    version: '1.0',
    truncation: null,
    padding: null,
    added_tokens: addedTokens(tokens, metadata.get('tokenizer.ggml.token_type')),
    normalizer: found.normalizer,
    pre_tokenizer: { type: 'Sequence', pretokenizers: found.cuts },
    post_processor: null,
    decoder: { type: 'ByteLevel', add_prefix_space: true, trim_offsets: true, use_regex: true },
    model: {
      type: 'BPE',
      dropout: null,
      unk_token: null,
      continuing_subword_prefix: null,
      end_of_word_suffix: null,
      fuse_unk: false,
      byte_fallback: false,
      vocab: Object.fromEntries(tokens.map((token, id) => [token, id])),
      merges: texts(metadata.get('tokenizer.ggml.merges')),
    },
  };
}

/** Tokens that stand for themselves wherever they appear; control tokens are left out of decoded text. */
function addedTokens(tokens: readonly string[], types: unknown): Record<string, unknown>[] {
  if (!Array.isArray(types)) return [];
  return tokens.flatMap((content, id) => {
    if (types[id] !== controlToken && types[id] !== userToken) return [];
    const special = types[id] === controlToken;
    return [{ id, content, single_word: false, lstrip: false, rstrip: false, normalized: false, special }];
  });
}

function texts(value: unknown): string[] {
  if (!Array.isArray(value) || value.length === 0) throw new PackError('corrupt', 'The file lacks its vocabulary.');
  return value.map(String);
}

function unknown(what: string, known: readonly string[]): PackError {
  return new PackError('unsupported_type', `The ${what} is not known. Known: ${known.join(', ')}.`);
}
