import type { TenantSettings } from '@guichet/protocol/tenant-settings';
import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';

export const tenants = sqliteTable('tenants', {
  id: text('id').primaryKey(),
  settings: text('settings', { mode: 'json' }).$type<TenantSettings>().notNull(),
  /** The knowledge release that answers now; null before the first import. */
  releaseId: text('release_id'),
  /** The flows at work; null before the first import. */
  flowReleaseId: text('flow_release_id'),
  createdAt: integer('created_at').notNull(),
  updatedAt: integer('updated_at').notNull(),
});
