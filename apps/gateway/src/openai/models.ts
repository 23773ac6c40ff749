import { CodedError } from '@guichet/protocol/coded-error';
import { expertNames } from '@guichet/protocol/taxonomy';

/** The routed mixture, bound to policy and knowledge. */
export const mixture = 'guichet';
/** The language model by itself: no knowledge, no policy. */
export const base = 'base';

/** Every name that `model` may have. */
export const modelNames: readonly string[] = [mixture, ...expertNames, base];

/** Throws `not_found` for a model nobody serves. */
export function requireModel(name: string): void {
  if (!modelNames.includes(name))
    throw new CodedError(
      'not_found',
      `There is no model of this name. GET /v1/models lists them; the usual one is "${mixture}".`,
    );
}
