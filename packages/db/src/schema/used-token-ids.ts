import { integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';

export const usedTokenIds = sqliteTable(
  'used_token_ids',
  {
    tenantId: text('tenant_id').notNull(),
    /** SHA-256 of the token's `jti`, hex. */
    tokenId: text('token_id').notNull(),
    /** Of the request that used it. */
    useId: text('use_id').notNull(),
    expiresAt: integer('expires_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.tenantId, table.tokenId] })],
);
