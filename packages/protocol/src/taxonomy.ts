import taxonomyFile from './taxonomy.json' with { type: 'json' };

/** An intent: what a customer can want, and the expert that owns it. */
export interface Intent {
  intent: string;
  /** Name of one of the sixteen experts, or `base` for small talk. */
  expert: string;
  /** A gloss for people, in each language. */
  en: string;
  zh: string;
}

/** All intents in the order of the models' output columns. */
export const intents: readonly Intent[] = taxonomyFile.intents;

/** The sixteen domain experts in the order of their slots. */
export const expertNames: readonly string[] = taxonomyFile.experts;

const byName = new Map(intents.map((entry) => [entry.intent, entry]));

/** The intent of that name, or `undefined` where the taxonomy has none. */
export function findIntent(name: string): Intent | undefined {
  return byName.get(name);
}
