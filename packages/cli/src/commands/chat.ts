import { createInterface } from 'node:readline';
import { ClientError } from '@guichet/client/client-error';
import { createClient, type GuichetClient } from '@guichet/client/create-client';
import type { TurnAnswer } from '@guichet/protocol/message';
import { findConnection } from '../config.ts';
import type { Terminal } from '../terminal.ts';

export interface ChatOptions {
  gateway?: string | undefined;
  key?: string | undefined;
  /** Also show the route and the decision. */
  verbose: boolean;
}

const prompt = '> ';

/** A conversation, one line a message; numbers choose quick replies. Without a terminal it reads lines to their end. Gives the exit code. */
export async function chat(options: ChatOptions, terminal: Terminal): Promise<number> {
  const client = createClient(findConnection(options));
  const { id } = await client.createConversation();
  const lines = createInterface({ input: terminal.input });
  let choices: TurnAnswer['reply']['choices'] = [];
  if (terminal.interactive) terminal.write(`Ask something; Ctrl-D ends.\n${prompt}`);
  for await (const line of lines) {
    const text = choices[Number(line.trim()) - 1]?.text ?? line.trim();
    if (text !== '') choices = await say(client, id, text, options, terminal);
    if (terminal.interactive) terminal.write(prompt);
  }
  return 0;
}

async function say(client: GuichetClient, id: string, text: string, { verbose }: ChatOptions, terminal: Terminal) {
  let shown = false;
  for await (const part of client.stream(id, { text })) {
    if (part.type === 'text-delta') {
      terminal.write(part.delta);
      shown = true;
    }
    if (part.type === 'error') throw new ClientError(part.error.code, part.error.message);
    if (part.type === 'turn-end') {
      terminal.write(`${shown ? '\n' : ''}${footer(part.answer, verbose)}\n`);
      return part.answer.reply.choices;
    }
  }
  throw new ClientError('network', 'The answer has no end.');
}

function footer({ reply, route, decision }: TurnAnswer, verbose: boolean): string {
  const [intent] = route.intents;
  const lines = [
    ...reply.sources.map(({ title, articleId, version }) => `  source: ${title} (${articleId}, version ${version})`),
    ...reply.choices.map(({ label }, index) => `  ${index + 1}: ${label}`),
    ...(reply.degraded ? [`  degraded: ${reply.degradedReason}`] : []),
    ...(verbose
      ? [
          `  ${decision}, ${route.tier}: ${intent === undefined ? 'no intent' : `${intent.intent} ${intent.confidence.toFixed(2)}`}`,
        ]
      : []),
  ];
  return lines.map((line) => `${line}\n`).join('');
}
