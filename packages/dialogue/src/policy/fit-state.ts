import type { DialogueState } from '../dialogue-state.ts';

/** The most a state may take as JSON in UTF-8; the rest of 16 kB is room. */
export const mostStateBytes = 15_500;

/**
 * Keeps a state within its size: first the questions of waiting flows go (they are asked again), then waiting flows themselves, from the
 * bottom. Gives `false` where the flow at work alone is too large.
 */
export function fitState(state: DialogueState): boolean {
  if (size(state) <= mostStateBytes) return true;
  for (const open of state.flows.slice(0, -1)) {
    delete open.waiting;
    delete open.options;
    open.asking = [];
  }
  delete state.burst;
  while (size(state) > mostStateBytes && state.flows.length > 1) state.flows.shift();
  return size(state) <= mostStateBytes;
}

function size(state: DialogueState): number {
  const json = JSON.stringify(state);
  // Every UTF-16 unit is three bytes at most: most states need no second look.
  return json.length * 3 <= mostStateBytes ? json.length : new TextEncoder().encode(json).length;
}
