import type { PlacedFault } from './check-names.ts';
import type { Flow, FlowStep } from './flow-schema.ts';
import { waysOut } from './step-targets.ts';

/** Steps that no path reaches, paths without an end, and loops in which the customer is never asked. Names must be right already. */
export function checkPaths(flow: Flow): PlacedFault[] {
  const graph = readGraph(flow);
  return [...unreachable(flow, graph), ...openEnds(flow), ...endless(flow, graph), ...silentLoops(flow, graph)];
}

/** The indexes that each step leads to. */
export type Graph = readonly (readonly number[])[];

export function readGraph(flow: Flow): Graph {
  const indexes = new Map(flow.steps.map(({ id }, index) => [id, index]));
  return flow.steps.map((_, index) =>
    waysOut(flow, index).flatMap(({ to }) => (to === undefined ? [] : [indexes.get(to) ?? -1])),
  );
}

function reachable(graph: Graph, from: readonly number[]): Set<number> {
  const seen = new Set(from);
  for (const index of seen) for (const next of graph[index] ?? []) seen.add(next);
  return seen;
}

function unreachable(flow: Flow, graph: Graph): PlacedFault[] {
  const seen = reachable(graph, [0]);
  return flow.steps.flatMap(({ id }, index) =>
    seen.has(index)
      ? []
      : [
          {
            place: ['steps', index, 'id'],
            message: `No path leads to the step "${id}". Lead one there, or take the step out.`,
          },
        ],
  );
}

/** A flow may run out after words of its own, and nowhere else. */
function openEnds(flow: Flow): PlacedFault[] {
  const index = flow.steps.length - 1;
  const last = flow.steps[index];
  if (last === undefined || 'say' in last) return [];
  return waysOut(flow, index).some(({ to }) => to === undefined)
    ? [
        {
          place: ['steps', index, 'id'],
          message: `The flow stops after the step "${last.id}" without an end. Add a step with "say", "handoff" or "end: true" behind it.`,
        },
      ]
    : [];
}

function endless(flow: Flow, graph: Graph): PlacedFault[] {
  const ends = flow.steps.flatMap((step, index) => (endsFlow(flow, step, index) ? [index] : []));
  const backwards: Graph = flow.steps.map((_, index) =>
    graph.flatMap((next, from) => (next.includes(index) ? [from] : [])),
  );
  const ending = reachable(backwards, ends);
  return flow.steps.flatMap(({ id }, index) =>
    ending.has(index)
      ? []
      : [
          {
            place: ['steps', index, 'id'],
            message: `The step "${id}" is a dead end: no path from it reaches an "end", a "handoff" or a last "say".`,
          },
        ],
  );
}

function endsFlow(flow: Flow, step: FlowStep, index: number): boolean {
  if ('end' in step || 'handoff' in step) return true;
  return 'say' in step && waysOut(flow, index).some(({ to }) => to === undefined);
}

/** Whoever walks in a circle must be asked something on the way. */
function silentLoops(flow: Flow, graph: Graph): PlacedFault[] {
  const silent: Graph = graph.map((next, index) =>
    asks(flow.steps[index]) ? [] : next.filter((to) => !asks(flow.steps[to])),
  );
  const [first] = flow.steps.flatMap((_, index) => (reachable(silent, silent[index] ?? []).has(index) ? [index] : []));
  if (first === undefined) return [];
  return [
    {
      place: ['steps', first, 'id'],
      message: `The step "${flow.steps[first]?.id}" comes back to itself without asking anything. Put an "ask" or a "confirm" into the circle.`,
    },
  ];
}

function asks(step: FlowStep | undefined): boolean {
  return step !== undefined && ('ask' in step || 'confirm' in step);
}
