import type { Flow, FlowStep } from './flow-schema.ts';

/** A way out of a step: the step it leads to, or `undefined` where the list is at its end. */
export interface Way {
  to: string | undefined;
  /** Where in the file it is written, below the step. */
  place: readonly PropertyKey[];
  /** False where a customer declined a confirmation. */
  confirmed: boolean;
}

/** Every way out of a step, in the order of the file. A step without one ends the flow. */
export function waysOut(flow: Pick<Flow, 'steps'>, index: number): Way[] {
  const step = flow.steps[index];
  if (step === undefined) return [];
  const next = flow.steps[index + 1]?.id;
  if ('end' in step || 'handoff' in step) return [];
  if ('when' in step) {
    const branches = step.when.map((entry, at) => way(entry.go, ['when', at, 'go']));
    return [...branches, step.else === undefined ? way(next, []) : way(step.else, ['else'])];
  }
  const onward = step.go === undefined ? way(next, []) : way(step.go, ['go']);
  return [onward, ...sideWays(step)];
}

function sideWays(step: FlowStep): Way[] {
  if ('confirm' in step && step.no !== undefined) return [{ ...way(step.no, ['no']), confirmed: false }];
  if ('action' in step) return Object.entries(step.fails).map(([code, to]) => way(to, ['fails', code]));
  return [];
}

function way(to: string | undefined, place: readonly PropertyKey[]): Way {
  return { to, place, confirmed: true };
}
