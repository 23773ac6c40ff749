import type { RouteExpert } from '@guichet/protocol/route';

/** A router's experts as a route reports them. No slot holds an adapter yet, and an empty slot is never shown as an expert at work. */
export function emptySlots(experts: readonly { name: string; gate: number }[]): RouteExpert[] {
  return experts.slice(0, 3).map(({ name, gate }) => ({ name, gate, loaded: false, adapterVersion: null }));
}
