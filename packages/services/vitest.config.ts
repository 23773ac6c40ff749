import { cloudflareTest, readD1Migrations } from '@cloudflare/vitest-plugin';
import { defineConfig } from 'vitest/config';

const migrations = `${import.meta.dirname}/../db/migrations`;

export default defineConfig({
  plugins: [
    cloudflareTest(async () => ({
      miniflare: {
        compatibilityDate: '2026-11-01',
        d1Databases: ['DB'],
        kvNamespaces: ['KEYS'],
        bindings: { MIGRATIONS: await readD1Migrations(migrations) },
      },
    })),
  ],
  test: { setupFiles: ['./src/testing/apply-migrations.ts'] },
});
