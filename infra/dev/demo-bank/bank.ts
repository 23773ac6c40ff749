import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { actions } from './actions.ts';
import type { Answer, Books } from './books.ts';
import { firstBooks } from './first-books.ts';

export interface BankOptions {
  /** Left out, and the books are kept in memory alone. */
  stateFile?: string;
  now(): number;
}

/** What the platform sends; its signature is proven already. */
export interface ActionMessage {
  id: string;
  action: string;
  customer: { sub: string; assurance: string } | null;
  fields: Record<string, unknown>;
  locale: 'en' | 'zh';
}

export interface Bank {
  books(): Books;
  /** Answers an action. The same id takes effect once, and is answered with its first answer. */
  act(message: ActionMessage): Answer;
  /** Begins the books anew. */
  reset(): void;
}

const longestLog = 200;

/** The bank: its books, kept on disk before anything is answered, so that being killed loses and doubles nothing. */
export function createBank({ stateFile, now }: BankOptions): Bank {
  let books = load(stateFile) ?? firstBooks(now());
  const save = () => {
    if (stateFile === undefined) return;
    writeFileSync(`${stateFile}.new`, JSON.stringify(books), { mode: 0o600 });
    renameSync(`${stateFile}.new`, stateFile);
  };
  return {
    books: () => books,
    act(message) {
      const { id, action, customer } = message;
      const known = Object.hasOwn(books.answers, id) ? books.answers[id] : undefined;
      if (known !== undefined) return known;
      const perform = Object.hasOwn(actions, action) ? actions[action] : undefined;
      const answer: Answer =
        perform === undefined
          ? { status: 'failed', code: 'unknown_action' }
          : perform.run({ books, message, now: now() });
      books.log.push({ at: now(), action, customerId: customer?.sub ?? null, outcome: outcomeOf(answer) });
      books.log.splice(0, books.log.length - longestLog);
      if (perform?.effect === true) {
        books.answers[id] = answer;
        if (answer.status === 'done') books.effects[id] = (books.effects[id] ?? 0) + 1;
      }
      save();
      return answer;
    },
    reset() {
      books = firstBooks(now());
      save();
    },
  };
}

function outcomeOf(answer: Answer): string {
  return answer.status === 'done' ? 'done' : answer.code;
}

function load(stateFile: string | undefined): Books | undefined {
  if (stateFile === undefined) return undefined;
  try {
    return JSON.parse(readFileSync(stateFile, 'utf8'));
  } catch {
    return undefined;
  }
}
