import type { Interaction, InteractionState } from '@guichet/protocol/interaction';
import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';

export const interactions = sqliteTable('interactions', {
  id: text('id').primaryKey(),
  tenantId: text('tenant_id').notNull(),
  conversationId: text('conversation_id').notNull(),
  /** The turn whose reply offered it. */
  turnId: text('turn_id').notNull(),
  type: text('type').$type<Interaction['type']>().notNull(),
  body: text('body', { mode: 'json' }).$type<Interaction>().notNull(),
  /** As stored; an open one whose time is over counts as expired. */
  state: text('state').$type<InteractionState>().notNull(),
  expiresAt: integer('expires_at'),
  /** The turn that answered it. */
  usedByTurn: text('used_by_turn'),
  createdAt: integer('created_at').notNull(),
});
