import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    // Each file starts a platform of its own, and the machine has two cores: one after the other.
    fileParallelism: false,
    expect: { poll: { timeout: 20_000 } },
    testTimeout: 60_000,
    hookTimeout: 180_000,
    teardownTimeout: 30_000,
  },
});
