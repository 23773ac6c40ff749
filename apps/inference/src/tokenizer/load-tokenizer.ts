import { readFile } from 'node:fs/promises';
import { Tokenizer } from '@huggingface/tokenizers';

/** Text to token ids and back, as the model's pack says. */
export interface TextTokenizer {
  /** Ids without the special tokens that models put around a text. */
  encode(text: string): number[];
  /** Ids with the special tokens around. */
  encodeWhole(text: string): number[];
  decode(ids: readonly number[]): string;
}

/** Loads a pack's tokenizer.json. */
export async function loadTokenizer(file: string): Promise<TextTokenizer> {
  const tokenizer = new Tokenizer(JSON.parse(await readFile(file, 'utf8')), {});
  return {
    encode: (text) => tokenizer.encode(clean(text), { add_special_tokens: false }).ids,
    encodeWhole: (text) => tokenizer.encode(clean(text)).ids,
    decode: (ids) =>
      ids.length === 0
        ? ''
        : tokenizer.decode([...ids], { skip_special_tokens: true, clean_up_tokenization_spaces: false }),
  };
}

/** JavaScript counts U+FEFF as white space and the reference tokenizers do not; it never means anything inside a text. */
function clean(text: string): string {
  return text.replaceAll('\ufeff', '');
}
