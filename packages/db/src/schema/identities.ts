import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';

export const identities = sqliteTable('identities', {
  conversationId: text('conversation_id').primaryKey(),
  tenantId: text('tenant_id').notNull(),
  /** The institution's own name for the customer; never changes in a conversation. */
  subject: text('subject').notNull(),
  verifiedAt: integer('verified_at').notNull(),
  verifiedUntil: integer('verified_until').notNull(),
  steppedUpUntil: integer('stepped_up_until'),
});
