import type { Interaction } from '@guichet/protocol/interaction';
import { absent, checkTurn } from './check-turn.ts';
import type { AnswerBody, Driver, Outcome, Talk } from './driver.ts';
import type { Answer, Journey, Turn } from './journey-schema.ts';
import { matches } from './matches.ts';
import { tellOutcome, tellTurn } from './transcript.ts';

export interface JourneyResult {
  outcome: 'passed' | 'failed' | 'skipped';
  /** What was not as expected, by the turn where it was seen. */
  faults: string[];
  transcript: string[];
  /** Whether a part of the platform was missing for some answer. */
  degraded: boolean;
}

interface Walk {
  talk: Talk;
  driver: Driver;
  /** What was offered last; it may be used or gone by now. */
  offered: Interaction | undefined;
  degraded: boolean;
  /** Sends the last message or answer once more under that id. */
  resend: ((id: string) => Promise<Outcome>) | undefined;
  lastId: string;
  answered: string | undefined;
  nextId(): string;
}

/** Whether time passes in a journey, which a running platform cannot do. */
export function movesClock({ turns }: Journey): boolean {
  return turns.some((turn) => 'wait' in turn);
}

const mostWalks = 3;

/**
 * Walks one journey to its end or to the first turn that is not as expected. One that failed while the router's second tier did not answer in
 * time says nothing about the journey: it is walked again.
 */
export async function runJourney(journey: Journey, driver: Driver, newId: () => string): Promise<JourneyResult> {
  if (!driver.movesClock && movesClock(journey))
    return { outcome: 'skipped', faults: [], transcript: [], degraded: false };
  let result = await walkJourney(journey, driver, newId);
  for (let walks = 1; walks < mostWalks && result.outcome === 'failed' && result.degraded; walks += 1) {
    result = await walkJourney(journey, driver, newId);
  }
  return result;
}

async function walkJourney(journey: Journey, driver: Driver, newId: () => string): Promise<JourneyResult> {
  const result: JourneyResult = { outcome: 'passed', faults: [], transcript: [], degraded: false };
  await driver.resetBank();
  await driver.setBank(journey.bank ?? 'ok');
  const talk = await driver.open(journey);
  const walk: Walk = {
    talk,
    driver,
    offered: undefined,
    degraded: false,
    resend: undefined,
    lastId: '',
    answered: undefined,
    nextId: newId,
  };
  for (const [index, turn] of journey.turns.entries()) {
    result.transcript.push(...tellTurn(turn));
    const faults = await takeTurn(walk, turn, result.transcript, journey.never);
    result.degraded = walk.degraded;
    if (faults.length === 0) continue;
    result.faults = faults.map((fault) => `turn ${index + 1}: ${fault}`);
    return { ...result, outcome: 'failed' };
  }
  return result;
}

async function takeTurn(walk: Walk, turn: Turn, transcript: string[], never: string[] | undefined): Promise<string[]> {
  const outcome = await happen(walk, turn).catch((error: unknown) => String(error));
  if (typeof outcome === 'string') return [outcome];
  if (outcome !== undefined) transcript.push(...tellOutcome(outcome));
  const { talk, answered } = walk;
  const unsaid = outcome === undefined ? [] : absent('the answer', [outcome.text], never);
  return [...unsaid, ...(await checkTurn(turn.expect ?? {}, { outcome, talk, answered }))];
}

async function happen(walk: Walk, turn: Turn): Promise<Outcome | undefined> {
  if ('say' in turn) return send(walk, (id) => walk.talk.say(turn.say.repeat(turn.times ?? 1), id));
  if ('answer' in turn) return answer(walk, turn.answer);
  if ('again' in turn) return repeat(walk, turn.again);
  if ('sign_in' in turn) return walk.talk.signIn(turn.sign_in);
  if ('wait' in turn) await walk.talk.wait?.(turn.wait);
  else await walk.driver.setBank(turn.bank);
  return undefined;
}

async function send(walk: Walk, resend: (id: string) => Promise<Outcome>): Promise<Outcome> {
  walk.resend = resend;
  walk.lastId = walk.nextId();
  const outcome = await resend(walk.lastId);
  if (outcome.interaction !== undefined && outcome.interaction.type !== 'case') walk.offered = outcome.interaction;
  if (outcome.degraded !== undefined) walk.degraded = true;
  return outcome;
}

async function answer(walk: Walk, given: Answer): Promise<Outcome> {
  const { offered: interaction } = walk;
  if (interaction === undefined) throw new Error('there is nothing to answer');
  const body = await bodyOf(walk, given);
  walk.answered = interaction.id;
  return send(walk, (id) => walk.talk.answer(interaction.id, body, id));
}

async function bodyOf({ offered, talk }: Walk, given: Answer): Promise<AnswerBody> {
  if ('choose' in given) {
    const options = offered?.type === 'choice' ? offered.options : [];
    const option = options.find(({ label }) => matches(label, given.choose));
    if (option === undefined) throw new Error(`no option "${given.choose}" is offered`);
    return { value: option.value };
  }
  if (!('code' in given)) return given;
  if (given.code !== 'right' && given.code !== 'wrong') return { code: given.code };
  const sent = await talk.sentCode();
  return { code: given.code === 'right' ? sent : sent.replace(/\d/g, (digit) => String((Number(digit) + 1) % 10)) };
}

function repeat({ resend, lastId, nextId }: Walk, click: 'same-click' | 'second-click'): Promise<Outcome> {
  if (resend === undefined) throw new Error('there is nothing to repeat');
  return resend(click === 'same-click' ? lastId : nextId());
}
