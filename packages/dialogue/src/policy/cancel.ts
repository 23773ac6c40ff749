import { flowPhraseOut, type Run } from './run.ts';

/** Ends every open flow, and says whether something had been done already. */
export function cancelAll(run: Run): void {
  const effect = run.state.flows.some((open) => open.effect);
  run.state.flows.length = 0;
  run.state.clarifications = 0;
  flowPhraseOut(run, effect ? 'cancelled_after_effect' : 'cancelled');
}
