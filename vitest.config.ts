import { defineConfig } from 'vitest/config';

/** Folders of pure functions: but for those of pages and files, their tests start nothing and change nothing that another sees. */
const pure = [
  'insight',
  'market',
  'measure/cases',
  'measure/preparation',
  'readers',
  'record',
  'report',
  'simulation',
  'stats',
  'workers/dispatch',
  'workers/session',
].map((folder) => `dist/src/${folder}/**/!(page|write).test.js`);

/** Compiled files but for tests, what is set up again for each of them, and what imports something mocked. */
const external = /\/dist\/(?!.*(?:\.test|\/testing\/leftovers|\/report\/write)\.js$)/;

// Worker threads cannot load TypeScript on Node 20, so the tests run compiled, as users run the code.
export default defineConfig({
  test: {
    // Fails a file that leaves processes, threads, handles or listeners behind.
    setupFiles: ['dist/src/testing/leftovers.js'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
    pool: 'forks',
    reporters: ['default', './scripts/test-reporter.mjs'],
    // What is under test is plain JavaScript already: Node loads it in a fraction of the time that transforming takes.
    server: { deps: { external: [external] } },
    projects: [
      // Loading the code again for each of their many files would take longer than the tests.
      { extends: true, test: { name: 'pure', isolate: false, include: pure } },
      { extends: true, test: { name: 'whole', include: ['dist/**/*.test.js'], exclude: pure } },
    ],
  },
});
