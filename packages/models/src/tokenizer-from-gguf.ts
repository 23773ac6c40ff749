import type { Gguf } from './gguf/read-gguf.ts';
import { PackError } from './pack-error.ts';

const controlToken = 3;

/**
 * A Hugging Face tokenizer.json from a GGUF file's vocabulary (byte-level BPE, as SmolLM2 and its kin have). Digits are split by
 * `\p{N}`, which the JavaScript and the reference tokenizers read alike; `\d` they do not.
 */
export function tokenizerFromGguf({ metadata }: Gguf): Record<string, unknown> {
  const model = metadata.get('tokenizer.ggml.model');
  if (model !== 'gpt2')
    throw new PackError('unsupported_type', `The tokenizer "${model}" is not known; byte-level BPE ("gpt2") is.`);
  const tokens = texts(metadata.get('tokenizer.ggml.tokens'));
  const types = metadata.get('tokenizer.ggml.token_type');
  const isControl = (id: number) => Array.isArray(types) && types[id] === controlToken;
  const added = tokens.flatMap((content, id) =>
    isControl(id)
      ? [{ id, content, single_word: false, lstrip: false, rstrip: false, normalized: false, special: true }]
      : [],
  );
  return {
    version: '1.0',
    truncation: null,
    padding: null,
    added_tokens: added,
    normalizer: null,
    pre_tokenizer: {
      type: 'Sequence',
      pretokenizers: [
        { type: 'Split', pattern: { Regex: '\\p{N}' }, behavior: 'Isolated', invert: false },
        { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: true },
      ],
    },
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

function texts(value: unknown): string[] {
  if (!Array.isArray(value) || value.length === 0) throw new PackError('corrupt', 'The file lacks its vocabulary.');
  return value.map(String);
}
