import type { AskStep, FlowSlot } from '../flow/flow-schema.ts';
import { own } from '../flow/own.ts';
import type { FoundSlots } from '../slots/found-slots.ts';
import type { FlowPhraseName } from './flow-phrases.ts';
import { faultPhrase } from './miss.ts';
import type { Run, Standing } from './run.ts';
import { readValue, setSlot } from './slot-values.ts';

const skipWords =
  /^(?:skip|none|nothing|no|nope|n\/a|no thanks?|that'?s (?:all|it)|not? (?:really|applicable)|跳过|跳過|没有|沒有|没了|沒了|无|無|不用|不用了|不需要)[.!。！\s]*$/i;

export type Taken = { taken: true } | { taken: false; fault: FlowPhraseName | undefined };

/** Fills what the open question asks for from a typed message. */
export function takeValues(run: Run, at: Standing, step: AskStep, message: { text: string; found: FoundSlots }): Taken {
  const asked = at.open.asking.filter((name) => step.ask.includes(name));
  const [single, second] = asked;
  if (single === undefined) return { taken: false, fault: undefined };
  return second === undefined ? takeSingle(run, at, single, message.text) : takeSeveral(run, at, asked, message);
}

function takeSingle(run: Run, at: Standing, name: string, text: string): Taken {
  const slot = own(at.flow.slots, name);
  if (slot === undefined) return { taken: false, fault: undefined };
  if (slot.optional && skipWords.test(text)) {
    setSlot(at, name, { value: '', label: '', from: 'skipped' });
    return { taken: true };
  }
  const parsed = readValue(run, at, name, text);
  if ('fault' in parsed) return { taken: false, fault: faultPhrase(parsed.fault, slot.kind) };
  setSlot(at, name, { ...parsed, from: 'said' });
  return { taken: true };
}

/**
 * Several values out of one message: each piece that was found goes to the first slot of its kind that is still empty, what can be chosen
 * is looked for in the whole message. Free text is only asked alone, since everything would fit it.
 */
function takeSeveral(
  run: Run,
  at: Standing,
  asked: readonly string[],
  { text, found }: { text: string; found: FoundSlots },
): Taken {
  const pieces = { money: spans(text, found.money), date: spans(text, found.date), time: spans(text, found.time) };
  let fault: FlowPhraseName | undefined;
  let taken = false;
  for (const name of asked) {
    const slot = own(at.flow.slots, name);
    const words = slot === undefined ? undefined : pieceFor(slot, pieces, text);
    if (slot === undefined || words === undefined) continue;
    const parsed = readValue(run, at, name, words);
    if ('value' in parsed) {
      setSlot(at, name, { ...parsed, from: 'said' });
      taken = true;
    } else if (parsed.fault !== 'not_understood' && parsed.fault !== 'not_offered') {
      fault ??= faultPhrase(parsed.fault, slot.kind);
    }
  }
  return taken ? { taken } : { taken, fault };
}

function spans(text: string, entries: readonly { span: readonly [number, number] }[]): string[] {
  return entries.map(({ span }) => text.slice(...span));
}

function pieceFor(
  { kind }: FlowSlot,
  pieces: Record<'money' | 'date' | 'time', string[]>,
  text: string,
): string | undefined {
  if (kind === 'money' || kind === 'date' || kind === 'time') return pieces[kind].shift();
  return kind === 'text' ? undefined : text;
}
