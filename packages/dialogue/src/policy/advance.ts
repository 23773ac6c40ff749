import { own } from '../flow/own.ts';
import { takeAskStep } from './ask-step.ts';
import { requireAssurance } from './call-action.ts';
import type { Move } from './move.ts';
import { takeActionStep, takeConfirmStep, takeSayStep, takeWhenStep } from './plain-steps.ts';
import { repeatQuestion } from './repeat-question.ts';
import {
  closeFlow,
  flowPhraseOut,
  handOver,
  type Run,
  type Standing,
  say,
  standing,
  stepOf,
  visibleValues,
} from './run.ts';
import { dropSlot } from './slot-values.ts';

// Flows have 60 steps at most, and none is walked twice without a word of the customer's.
const mostHops = 120;

/** Walks the flow at work until it waits for somebody. One that ends gives way to the one below it, whose question comes again. */
export function advance(run: Run): void {
  for (let at = standing(run); at !== undefined; at = standing(run)) {
    at.open.hops += 1;
    if (at.open.hops > mostHops) {
      handOver(run, `the flow ${at.flow.flow} went in circles`);
      return;
    }
    const move = take(run, at);
    if (move.type === 'wait') return;
    if (move.type === 'end') {
      closeFlow(run);
      if (resumeBelow(run)) return;
    } else {
      goOn(at, move);
    }
  }
}

function take(run: Run, at: Standing): Move {
  const step = stepOf(at);
  if (step === undefined || 'end' in step) return { type: 'end' };
  if (!requireAssurance(run, at, at.flow.assurance)) return { type: 'wait' };
  if ('ask' in step) return withGo(takeAskStep(run, at, step), step.go);
  if ('confirm' in step) return takeConfirmStep(run, at, step);
  if ('action' in step) return takeActionStep(run, at, step);
  if ('when' in step) return takeWhenStep(at, step);
  if ('say' in step) return takeSayStep(run, at, step);
  say(run, step.handoff, visibleValues(at.open));
  handOver(run, `flow ${at.flow.flow}`);
  return { type: 'wait' };
}

function withGo(move: Move, go: string | undefined): Move {
  return move.type === 'next' && go !== undefined ? { type: 'go', to: go } : move;
}

/** Moves to the next step, or to the one named. Past the last one, the flow has no step and so ends. */
export function goOn({ open, flow }: Standing, move: { type: 'next' } | { type: 'go'; to: string }): void {
  const index = flow.steps.findIndex(({ id }) => id === open.step);
  const target = move.type === 'go' ? flow.steps.findIndex(({ id }) => id === move.to) : index + 1;
  const step = flow.steps[target];
  // Whoever is sent back to a question is asked it anew.
  if (step !== undefined && 'ask' in step && target <= index) for (const name of step.ask) dropSlot(open, name);
  open.step = step?.id ?? '';
}

/** The question of the flow below comes again. True where that flow waits for its answer; else it is to be walked on. */
export function resumeBelow(run: Run): boolean {
  const below = standing(run);
  if (below === undefined) return false;
  below.open.touchedAt = run.input.now;
  below.open.hops = 0;
  flowPhraseOut(run, 'back_to', { title: own(run.input.flows, below.flow.flow)?.title[run.language] ?? '' });
  return repeatQuestion(run, below, { anew: true });
}
