import { relations } from 'drizzle-orm';
import { messages } from './messages.ts';
import { turns } from './turns.ts';

/** A turn has the customer's message and, once it ended, one reply. */
export const turnRelations = relations(turns, ({ many }) => ({ messages: many(messages) }));

/** Every message belongs to the turn that it opened or closed. */
export const messageRelations = relations(messages, ({ one }) => ({
  turn: one(turns, { fields: [messages.turnId], references: [turns.id] }),
}));
