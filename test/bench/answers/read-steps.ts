import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { waitFor } from '../../e2e/support/start-platform.ts';
import type { AnswerTimes } from './ask-questions.ts';

/** Milliseconds of an answer by step. A step that was not taken is 0. */
export interface Steps {
  /** All that is in no other step: HTTP, key, routing at the edge, the stream's way. */
  edge: number;
  /** The first batch: the message is stored and all that deciding needs is read. */
  d1First: number;
  understand: number;
  firstToken: number;
  /** From the first token to the first sentence that passed the check. */
  check: number;
  /** The last batch: the answer is stored. Comes after the last words. */
  d1Last: number;
}

type TurnEvent = Record<'acceptedMs' | 'routedMs' | 'firstTextMs' | 'composedMs' | 'storedMs', number> & {
  turnId: string;
  firstTokenMs?: number;
};

export type MeasuredAnswer = AnswerTimes & Steps;

/** These answers with their steps, from the gateway's log. The last lines are written a moment after the answers. */
export function addSteps(dataFolder: string, answers: readonly AnswerTimes[]): Promise<MeasuredAnswer[]> {
  const file = join(dataFolder, 'logs/gateway.log');
  const read = () => {
    const events = readEvents(file);
    const measured = answers.flatMap((answer) => {
      const event = events.get(answer.turnId);
      return event === undefined ? [] : [{ ...answer, ...toSteps(event, answer.firstMs) }];
    });
    return measured.length === answers.length ? measured : undefined;
  };
  return waitFor(read, "all turns in the gateway's log");
}

function toSteps(event: TurnEvent, firstMs: number): Steps {
  const { acceptedMs, routedMs, firstTokenMs, firstTextMs, composedMs, storedMs } = event;
  return {
    edge: firstMs - firstTextMs,
    d1First: acceptedMs,
    understand: routedMs - acceptedMs,
    firstToken: (firstTokenMs ?? routedMs) - routedMs,
    check: firstTextMs - (firstTokenMs ?? firstTextMs),
    d1Last: storedMs - composedMs,
  };
}

function readEvents(file: string): Map<string, TurnEvent> {
  const lines = readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('{') && line.includes('"storedMs"'));
  return new Map(lines.map((line) => JSON.parse(line) as TurnEvent).map((event) => [event.turnId, event]));
}
