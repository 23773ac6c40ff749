import type { PackManifest } from '@guichet/models/manifest';
import type { GenerationSettings } from '@guichet/protocol/generate';

type ChatTemplate = NonNullable<PackManifest['generator']>['chatTemplate'];

/**
 * The prompt in two parts. The prefix (system and passages) is the same for every question on these passages and is cached; the
 * suffix begins with the customer's question, where the experts set in.
 */
export function buildPrompt(
  request: Pick<GenerationSettings, 'system' | 'passages' | 'turns' | 'question'>,
  template: ChatTemplate,
): { prefix: string; suffix: string } {
  const evidence = request.passages.map((passage) => `${inert(passage.title)}\n${inert(passage.text)}`).join('\n\n');
  const system = [inert(request.system), evidence].filter((part) => part !== '').join('\n\n');
  const prefix = system === '' ? '' : template.system.prefix + system + template.system.suffix;
  const turns = [...request.turns, { role: 'user' as const, text: request.question }].map(({ role, text }) => {
    const { prefix: before, suffix: after } = template[role];
    return before + inert(text) + after;
  });
  return { prefix, suffix: turns.join('') + template.assistant.prefix };
}

/** Special tokens are spelled in angle brackets; text from outside may name them but never speak them. */
function inert(text: string): string {
  return text.replaceAll('<|', '< |').replaceAll('</s>', '< /s>').replaceAll('<s>', '< s>');
}
