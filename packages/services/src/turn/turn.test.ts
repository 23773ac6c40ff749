import { env } from 'cloudflare:workers';
import { describe, expect, test } from 'vitest';
import { listMessages } from '../conversation/list-messages.ts';
import { makeConversation, makeTenant, testContext } from '../testing/fixtures.ts';
import { acceptTurn } from './accept-turn.ts';

const message = { text: 'where is my card', language: 'en', redaction: null, leaseMs: 30_000 } as const;

describe('accepting a turn', () => {
  test('opens one turn and stores the message with number 1', async () => {
    const context = testContext();
    const tenant = await makeTenant(context);
    const { id, session } = await makeConversation(context, tenant);
    const accepted = await acceptTurn(context, session, { ...message, conversationId: id, clientMessageId: 'a' });
    expect(accepted).toMatchObject({ opened: true, answer: null, turn: { seq: 1, status: 'running', attempt: 1 } });
    const history = await listMessages(context, session, { conversationId: id, after: 0, limit: 10 });
    expect(history.data).toMatchObject([{ seq: 1, role: 'customer', status: 'running', clientMessageId: 'a' }]);
    expect(env.DB).toBeDefined();
  });
});
