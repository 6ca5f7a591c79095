import { defineConfig } from 'vitest/config';

// Worker threads cannot load TypeScript on Node 20, so the tests run compiled, as users run the code.
export default defineConfig({
  test: {
    include: ['dist/**/*.test.js'],
    // Fails a file that leaves processes, threads, handles or listeners behind.
    setupFiles: ['dist/src/testing/leftovers.js'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
    pool: 'forks',
    reporters: ['default', './scripts/test-reporter.mjs'],
  },
});
