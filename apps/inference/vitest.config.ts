import { defineConfig } from 'vitest/config';

// Real models on two cores: patience, and one file after the other.
export default defineConfig({ test: { testTimeout: 60_000, hookTimeout: 90_000, fileParallelism: false } });
