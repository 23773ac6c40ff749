import type { PlacedFault } from './check-names.ts';
import type { Actions, Flow, FlowStep } from './flow-schema.ts';
import { own } from './own.ts';
import { waysOut } from './step-targets.ts';
import { referencedSlot, templateReferences } from './template.ts';

/** What holds on every path to a step. */
interface Known {
  /** The customer confirmed, and was asked nothing since. */
  confirmed: boolean;
  /** Values that an action brought after the confirmation: the customer did not see them. */
  unseen: ReadonlySet<string>;
}

/** Actions with an effect that some path reaches without a confirmation since the last change. `safe` ones need none. */
export function checkEffects(flow: Flow, actions: Actions): PlacedFault[] {
  const known = solve(flow);
  return flow.steps.flatMap((step, index) => {
    const before = known[index];
    if (!('action' in step) || before === undefined) return [];
    const definition = own(actions, step.action);
    if (definition === undefined || definition.effect === 'read' || definition.safe) return [];
    const place = ['steps', index, 'action'];
    if (!before.confirmed) {
      return [
        {
          place,
          message: `"${step.action}" changes something, and a path leads to it without a "confirm" after the last question. Put a "confirm" before it.`,
        },
      ];
    }
    const unseen = usedNames(step).find((name) => before.unseen.has(name));
    return unseen === undefined
      ? []
      : [
          {
            place,
            message: `"${step.action}" sends "${unseen}", which was changed after the customer confirmed. Confirm again before it.`,
          },
        ];
  });
}

/** The weakest of what all paths bring to each step; paths grow until nothing changes. */
function solve(flow: Flow): (Known | undefined)[] {
  const indexes = new Map(flow.steps.map(({ id }, index) => [id, index]));
  const known: (Known | undefined)[] = flow.steps.map(() => undefined);
  known[0] = { confirmed: false, unseen: new Set() };
  const waiting = [0];
  for (let index = waiting.pop(); index !== undefined; index = waiting.pop()) {
    const before = known[index];
    const step = flow.steps[index];
    if (before === undefined || step === undefined) continue;
    for (const way of waysOut(flow, index)) {
      const to = way.to === undefined ? undefined : indexes.get(way.to);
      if (to === undefined) continue;
      const met = meet(known[to], after(step, before, way.confirmed));
      if (met === undefined) continue;
      known[to] = met;
      waiting.push(to);
    }
  }
  return known;
}

function after(step: FlowStep, before: Known, confirmed: boolean): Known {
  if ('ask' in step) return { ...before, confirmed: false };
  if ('confirm' in step) return { confirmed, unseen: new Set() };
  if ('action' in step) return { ...before, unseen: new Set([...before.unseen, ...Object.keys(step.saves)]) };
  return before;
}

/** Both together, or `undefined` where that says nothing new. */
function meet(old: Known | undefined, fresh: Known): Known | undefined {
  if (old === undefined) return fresh;
  const confirmed = old.confirmed && fresh.confirmed;
  const unseen = new Set([...old.unseen, ...fresh.unseen]);
  return confirmed === old.confirmed && unseen.size === old.unseen.size ? undefined : { confirmed, unseen };
}

function usedNames(step: Extract<FlowStep, { action: string }>): string[] {
  return Object.values(step.with)
    .flatMap(templateReferences)
    .flatMap((reference) => referencedSlot(reference) ?? []);
}
