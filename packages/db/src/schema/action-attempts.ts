import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';

export const actionAttempts = sqliteTable('action_attempts', {
  /** Also the idempotency key that goes to the institution. */
  id: text('id').primaryKey(),
  tenantId: text('tenant_id').notNull(),
  conversationId: text('conversation_id').notNull(),
  turnId: text('turn_id').notNull(),
  interactionId: text('interaction_id').notNull(),
  action: text('action').notNull(),
  effect: text('effect', { enum: ['read', 'write'] }).notNull(),
  /** `refused`: not sent. `unknown`: no answer, and the effect may have taken place. */
  status: text('status', { enum: ['claimed', 'refused', 'done', 'failed', 'unknown'] }).notNull(),
  /** How often it was sent. */
  attempt: integer('attempt').notNull(),
  /** Keyed, and without sensitive fields. */
  requestHash: text('request_hash').notNull(),
  code: text('code'),
  /** An effect's answer, sealed. */
  outcome: text('outcome'),
  leaseUntil: integer('lease_until').notNull(),
  createdAt: integer('created_at').notNull(),
  endedAt: integer('ended_at'),
});
