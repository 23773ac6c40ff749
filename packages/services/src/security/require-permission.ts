import { CodedError } from '@guichet/protocol/coded-error';
import type { Caller } from './caller.ts';

interface Rule {
  kinds: readonly Caller['kind'][];
  writes: boolean;
  /** Ends the sentence "This needs …". */
  needs: string;
}

const rules = {
  'conversation.create': {
    kinds: ['secret', 'publishable'],
    writes: true,
    needs: 'a secret key or a publishable key',
  },
  'message.send': {
    kinds: ['secret', 'session'],
    writes: true,
    needs: "the conversation's session token or a secret key",
  },
  'message.read': {
    kinds: ['secret', 'session'],
    writes: false,
    needs: "the conversation's session token or a secret key",
  },
  'identity.prove': {
    kinds: ['secret', 'session'],
    writes: true,
    needs: "the conversation's session token or a secret key",
  },
  'action.run': {
    kinds: ['secret', 'session'],
    writes: true,
    needs: "the conversation's session token or a secret key",
  },
  'conversation.erase': { kinds: ['secret'], writes: true, needs: 'a secret key' },
  'vault.reveal': {
    kinds: ['secret', 'session', 'system'],
    writes: true,
    needs: "the conversation's session token or a secret key",
  },
  understand: { kinds: ['secret', 'publishable'], writes: false, needs: 'a secret key or a publishable key' },
  'completion.create': { kinds: ['secret'], writes: true, needs: 'a secret key' },
  'article.import': { kinds: ['secret'], writes: true, needs: 'a secret key' },
  'flow.import': { kinds: ['secret'], writes: true, needs: 'a secret key' },
  'passage.embed': { kinds: ['secret', 'system'], writes: true, needs: 'a secret key' },
  'turn.close': {
    kinds: ['secret', 'session', 'system'],
    writes: true,
    needs: "the conversation's session token or a secret key",
  },
  'key.create': { kinds: ['secret', 'system'], writes: true, needs: 'a secret key' },
  'tenant.create': { kinds: ['system'], writes: true, needs: 'the operator' },
} as const satisfies Record<string, Rule>;

/** What a caller can ask for. */
export type Action = keyof typeof rules;

/** Throws `forbidden`, naming what to use instead, unless this caller may do that. Says nothing about rows: every query filters by tenant. */
export function requirePermission(caller: Caller, action: Action): void {
  const rule: Rule = rules[action];
  if (!rule.kinds.includes(caller.kind)) throw new CodedError('forbidden', `This needs ${rule.needs}.`);
  if (rule.writes && caller.kind === 'secret' && caller.access === 'read') {
    throw new CodedError('forbidden', 'This key may only read. Use a secret key that may write.');
  }
}
