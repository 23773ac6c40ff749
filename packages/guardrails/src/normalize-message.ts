import { CodedError } from '@guichet/protocol/coded-error';
import { maxMessageLength } from '@guichet/protocol/message';

const nul = '\0';
// Controls without a printed form, and the marks that reorder text on screen (Trojan Source): never part of a question.
const unprintable = /[[\p{Cc}\u202a-\u202e\u2066-\u2069\ufff9-\ufffb]--[\t\n]]/gv;
// A letter carries at most a few marks in any living script; towers of them only hide text.
const markTower = /(\p{M}{4})\p{M}+/gu;
const visible = /[\p{L}\p{N}\p{P}\p{S}]/u;

/**
 * The message as it is stored and routed: well-formed, without invisible controls, line ends as `\n`, trimmed.
 * Throws `invalid_request` for NUL, lone surrogates and messages with nothing to read, `text_too_long` beyond
 * `maxMessageLength` code points.
 */
export function normalizeMessage(text: string): string {
  if (!text.isWellFormed())
    throw new CodedError('invalid_request', 'The text holds half a character (a lone surrogate).');
  if (text.includes(nul)) throw new CodedError('invalid_request', 'The text holds a NUL character.');
  const clean = text.replace(/\r\n?/g, '\n').replace(unprintable, '').replace(markTower, '$1').trim();
  if (!visible.test(clean)) throw new CodedError('invalid_request', 'The text is empty.');
  if (codePoints(clean) > maxMessageLength) {
    throw new CodedError('text_too_long', `The text is longer than ${maxMessageLength} characters.`);
  }
  return clean;
}

function codePoints(text: string): number {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}
