import { cloudflareTest, readD1Migrations } from '@cloudflare/vitest-plugin';
import { defineConfig } from 'vitest/config';

const migrations = `${import.meta.dirname}/../../packages/db/migrations`;

export default defineConfig({
  plugins: [
    cloudflareTest(async ({ inject }) => ({
      main: './src/index.ts',
      miniflare: {
        compatibilityDate: '2026-11-01',
        compatibilityFlags: ['enable_request_signal'],
        modulesRules: [{ type: 'Data', include: ['**/*.bin'] }],
        d1Databases: ['DB'],
        kvNamespaces: ['KEYS'],
        bindings: {
          MIGRATIONS: await readD1Migrations(migrations),
          INFERENCE_URL: inject<string>('inferenceUrl'),
          INFERENCE_TOKEN: 'a-token-for-tests',
          VAULT_KEY: 'dGVzdC1rZXktb2YtdGhpcnR5LXR3by1ieXRlcy1oZXI=',
          ENVIRONMENT: 'production',
          SECRETS_KEY: 'a2tra2tra2tra2tra2tra2tra2tra2tra2tra2tra2s=',
          BANK_URL: inject<string>('bankUrl'),
          // So many confirmed forms are sent through a bad line; `npm run bench -- actions` takes more.
          CONFIRMATIONS: process.env.CONFIRMATIONS ?? '200',
        },
      },
    })),
  ],
  test: {
    globalSetup: ['./src/testing/inference-server.ts', './src/testing/bank-server.ts'],
    setupFiles: ['./src/testing/apply-migrations.ts'],
  },
});
