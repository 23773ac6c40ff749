import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';

export const apiKeys = sqliteTable('api_keys', {
  id: text('id').primaryKey(),
  tenantId: text('tenant_id').notNull(),
  /** SHA-256 of the key, hex. */
  hash: text('hash').notNull().unique(),
  kind: text('kind', { enum: ['secret', 'publishable'] }).notNull(),
  access: text('access', { enum: ['read', 'write'] }).notNull(),
  prefix: text('prefix').notNull(),
  createdAt: integer('created_at').notNull(),
  revokedAt: integer('revoked_at'),
});
