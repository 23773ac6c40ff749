import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { D1Database } from '@cloudflare/workers-types';

/**
 * Applies the migrations that the database lacks, each in one batch with its own record, in the table that
 * `wrangler d1 migrations apply` keeps too: both can be used on one database.
 */
export async function applyMigrations(database: D1Database, folder: string): Promise<void> {
  await database.exec(
    'CREATE TABLE IF NOT EXISTS d1_migrations (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT UNIQUE, applied_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP NOT NULL)',
  );
  const { results } = await database.prepare('SELECT name FROM d1_migrations').all<{ name: string }>();
  const applied = new Set(results.map((row) => row.name));
  const missing = readdirSync(folder)
    .filter((name) => name.endsWith('.sql') && !applied.has(name))
    .sort();
  for (const name of missing) {
    const statements = splitStatements(readFileSync(join(folder, name), 'utf8')).map((sql) => database.prepare(sql));
    await database.batch([...statements, database.prepare('INSERT INTO d1_migrations (name) VALUES (?)').bind(name)]);
  }
}

/** A migration as single statements. They end with a semicolon at a line's end; triggers keep theirs inside BEGIN … END. */
export function splitStatements(sql: string): string[] {
  const statements: string[] = [];
  let pending = '';
  for (const line of sql.replace(/^\s*--.*$/gm, '').split('\n')) {
    pending += `${line}\n`;
    const inTrigger = /\bCREATE\s+TRIGGER\b/i.test(pending) && !/\bEND\s*;\s*$/i.test(pending);
    if (!/;\s*$/.test(line) || inTrigger) continue;
    statements.push(pending.trim());
    pending = '';
  }
  return pending.trim() === '' ? statements : [...statements, pending.trim()];
}
