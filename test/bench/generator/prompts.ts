import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PackManifest } from '@guichet/models/manifest';
import { root } from '../../e2e/support/start-platform.ts';

type Template = NonNullable<PackManifest['generator']>['chatTemplate'];

const system = 'You help customers of a bank. Answer from the text below.';
// With one of these articles a prompt has about 300 tokens.
const asked = [
  ['exchange-rate', 'What rate will I get when I change pounds to euros on a Sunday?'],
  ['exchange-in-app', 'How do I exchange money in the app, step by step?'],
  ['supported-currencies', 'Which currencies can I hold, and how do I open one?'],
  ['card-delivery-estimate', 'How long does a new card take, and can I follow it?'],
  ['transfer-times', 'When will my transfer arrive if I send it tonight?'],
] as const;

/** Whole prompts in the model's own template: what an answer of the product is written from. */
export function prompts(template: Template): string[] {
  return asked.map(([article, question]) => {
    const { system: about, user, assistant } = template;
    const text = `${system}\n\n${readArticle(article)}`;
    return about.prefix + text + about.suffix + user.prefix + question + user.suffix + assistant.prefix;
  });
}

function readArticle(id: string): string {
  const file = readFileSync(join(root, `content/demo-bank/articles/en/${id}.md`), 'utf8');
  return file.split('---\n').slice(2).join('---\n').trim();
}
