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
}

interface Walk {
  talk: Talk;
  driver: Driver;
  last: Outcome | undefined;
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

/** Walks one journey to its end or to the first turn that is not as expected. */
export async function runJourney(journey: Journey, driver: Driver, newId: () => string): Promise<JourneyResult> {
  const result: JourneyResult = { outcome: 'passed', faults: [], transcript: [] };
  if (!driver.movesClock && movesClock(journey)) return { ...result, outcome: 'skipped' };
  await driver.resetBank();
  await driver.setBank(journey.bank ?? 'ok');
  const talk = await driver.open(journey);
  const walk: Walk = {
    talk,
    driver,
    last: undefined,
    resend: undefined,
    lastId: '',
    answered: undefined,
    nextId: newId,
  };
  for (const [index, turn] of journey.turns.entries()) {
    result.transcript.push(...tellTurn(turn));
    const faults = await takeTurn(walk, turn, result.transcript, journey.never);
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
  if (outcome.error === undefined) walk.last = outcome;
  return outcome;
}

async function answer(walk: Walk, given: Answer): Promise<Outcome> {
  const interaction = walk.last?.interaction;
  if (interaction === undefined) throw new Error('there is nothing to answer');
  const body = await bodyOf(walk, given);
  walk.answered = interaction.id;
  return send(walk, (id) => walk.talk.answer(interaction.id, body, id));
}

async function bodyOf({ last, talk }: Walk, given: Answer): Promise<AnswerBody> {
  if ('choose' in given) {
    const options = last?.interaction?.type === 'choice' ? last.interaction.options : [];
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
