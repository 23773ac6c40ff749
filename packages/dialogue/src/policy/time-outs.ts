import { own } from '../flow/own.ts';
import { offerFlow } from './respond.ts';
import { flowPhraseOut, type Run } from './run.ts';

const minuteMs = 60_000;

/**
 * Closes what was left open for too long: a flow after its own limit, everything after the chat's. A flow whose file has changed meanwhile
 * is closed as well. Gives whether a flow was closed.
 */
export function closeOverdue(run: Run): boolean {
  const { state, input } = run;
  const { now, settings, flows } = input;
  const chatOver = state.seenAt > 0 && now - state.seenAt > settings.chatIdleMinutes * minuteMs;
  if (chatOver) {
    state.clarifications = 0;
    state.lastIntent = null;
    delete state.burst;
  }
  const before = state.flows.length;
  const top = state.flows.at(-1);
  state.flows = state.flows.filter((open) => {
    const flow = own(flows, open.flow);
    return !chatOver && flow?.version === open.version && now - open.touchedAt <= flow.limits.idleMinutes * minuteMs;
  });
  const flow = top === undefined ? undefined : own(flows, top.flow);
  if (top === undefined || state.flows.at(-1) === top) return state.flows.length < before;
  if (flow !== undefined) {
    flowPhraseOut(run, flow.version === top.version ? 'timed_out' : 'changed', { title: flow.title[run.language] });
    offerFlow(run, flow);
  }
  return true;
}
