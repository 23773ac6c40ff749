import type { Services } from '../services.ts';
import type { TurnCall } from './turn-call.ts';

/** The steps of a turn, by what stands at their end. */
export type TurnStep = 'accepted' | 'routed' | 'firstToken' | 'firstText' | 'composed' | 'stored';

/**
 * Notes in the request's log event how many milliseconds after the turn's begin a step ended. A Worker's clock stands still
 * between two trips outside, so what is computed there counts to the trip that follows.
 */
export function markStep(
  call: Pick<TurnCall, 'event' | 'begunAt'>,
  { now }: Pick<Services, 'now'>,
  step: TurnStep,
): void {
  call.event[`${step}Ms`] = now() - call.begunAt;
}
