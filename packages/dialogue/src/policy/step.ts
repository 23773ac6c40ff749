import { assuranceSuffices } from '@guichet/protocol/assurance';
import type { Language } from '@guichet/protocol/language';
import { type DialogueState, readState } from '../dialogue-state.ts';
import { advance } from './advance.ts';
import { isPiece } from './burst.ts';
import { fitState } from './fit-state.ts';
import { handleInteraction } from './handle-interaction.ts';
import { handleMessage } from './handle-message.ts';
import { handleResult } from './handle-result.ts';
import type { MessageEvent, StepInput, StepResult } from './policy-types.ts';
import { unblock } from './resume-blocked.ts';
import { flowPhraseOut, handOver, type Run, standing } from './run.ts';
import { closeOverdue } from './time-outs.ts';

/**
 * The dialogue policy: what an event does to a conversation, and what is to be done about it. Pure: the same input gives the same result,
 * and it never throws. A `call` is the last decision where there is one; its result comes back as the next event.
 */
export function step(input: StepInput): StepResult {
  const state = structuredClone(readState(input.state));
  const run: Run = {
    input,
    state,
    language: languageOf(input, state),
    out: [],
    choices: [],
    decision: undefined,
    started: new Set(),
  };
  state.language = run.language;
  handle(run);
  if (!fitState(state)) {
    run.out.length = 0;
    flowPhraseOut(run, 'too_long');
    handOver(run, 'the flow holds too much');
  }
  return { state, decisions: run.out, decision: run.decision ?? 'flow', choices: run.choices };
}

function languageOf({ event }: StepInput, state: DialogueState): Language {
  return event.type === 'message' ? event.route.language : (state.language ?? 'en');
}

function handle(run: Run): void {
  const { event, now } = run.input;
  if (event.type === 'action-result') {
    handleResult(run, event);
    return;
  }
  const closed = closeOverdue(run);
  if (event.type === 'time') {
    passTime(run);
    return;
  }
  const { burst } = run.state;
  delete run.state.burst;
  run.state.seenAt = now;
  for (const open of run.state.flows) {
    open.touchedAt = now;
    open.hops = 0;
  }
  const answersWhatIsClosed = closed && run.state.flows.length === 0;
  if (event.type === 'interaction') {
    if (!answersWhatIsClosed) handleInteraction(run, event);
    return;
  }
  if (answersWhatIsClosed && isBare(event)) return;
  if (burst !== undefined && event.text !== burst.text && event.text.startsWith(burst.text)) {
    run.state.clarifications = burst.clarifications;
  }
  const { clarifications } = run.state;
  handleMessage(run, event);
  if (run.decision === 'clarify' && isPiece(event.text))
    run.state.burst = { text: event.text, at: now, clarifications };
}

/** Who waited for a sign-in goes on without another word. */
function passTime(run: Run): void {
  const at = standing(run);
  if (at?.open.blocked === undefined || !assuranceSuffices(run.input.assurance, at.open.blocked)) return;
  unblock(at);
  advance(run);
}

/** A message that is nothing but an answer to a question. */
function isBare({ text, found }: MessageEvent): boolean {
  const pieces = [...found.money, ...found.date, ...found.time, ...found.cardTail];
  return found.yesNo !== null || found.cancel || (pieces.length > 0 && text.length <= 20);
}
