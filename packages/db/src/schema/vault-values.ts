import { integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';

export const vaultValues = sqliteTable(
  'vault_values',
  {
    tenantId: text('tenant_id').notNull(),
    conversationId: text('conversation_id').notNull(),
    placeholder: text('placeholder').notNull(),
    kind: text('kind', {
      enum: ['CARD', 'IBAN', 'EMAIL', 'PHONE', 'CN_ID', 'SSN', 'PASSPORT', 'ACCOUNT'],
    }).notNull(),
    /** Cards: all that is kept, with an HMAC under a key of the tenant, hex. */
    lastFour: text('last_four'),
    hash: text('hash'),
    /** All others: AES-GCM, base64, under the conversation's key of that id. */
    keyId: text('key_id'),
    iv: text('iv'),
    ciphertext: text('ciphertext'),
    createdAt: integer('created_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.tenantId, table.conversationId, table.placeholder] })],
);
