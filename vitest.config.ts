import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** What looks at all that its process holds: these get a process each. */
const alone = ['measure/runner/visit/memory', 'measure/runner/visit/observe-memory'].map(
  (name) => `dist/src/${name}.test.js`,
);

/** Faults that are injected for real, minutes of them: `npm run test:faults`. */
const faults = ['dist/**/*.faults.test.js'];

const [major] = process.versions.node.split('.').map(Number) as [number];

/**
 * Most functions are called a few times: to optimise them as early as V8 usually does costs a tenth of all CPU time.
 * Later versions of V8 have no such flag.
 */
const lateOptimising = major < 22 ? ['--interrupt-budget=1000000'] : [];

/** All that is compiled, but for what is set up again for each file. */
const external = /\/dist\/(?!.*\/testing\/leftovers\.js$)/;

/**
 * First those that get a process each, since a process is kept for the next file only where that may share it; then
 * those that take longest where nothing is known of how long they took, so that none of them runs alone at the end.
 */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId, project }: TestSpecification) =>
      project.name === 'alone' ? 0 : /\.e2e\.test\.js$|\/report\/pages\.test\.js$/.test(moduleId) ? 1 : 2;
    const sorted = await super.sort(files);
    return sorted.sort((a, b) => place(a) - place(b));
  }
}

// Node parses these certificates at every start, which doubles what that takes. Only npm speaks to other machines.
const { NODE_EXTRA_CA_CERTS } = process.env;
if (NODE_EXTRA_CA_CERTS !== undefined) {
  process.env.NPM_EXTRA_CA_CERTS = NODE_EXTRA_CA_CERTS;
  delete process.env.NODE_EXTRA_CA_CERTS;
}

// Worker threads cannot load TypeScript on Node 20, so the tests run compiled, as users run the code.
export default defineConfig({
  test: {
    // Fails a file that leaves processes, threads, handles or listeners behind.
    setupFiles: ['dist/src/testing/leftovers.js'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // Many tests wait: two at a time would leave two cores idle.
    maxWorkers: 4,
    pool: 'forks',
    execArgv: lateOptimising,
    sequence: { sequencer: LongestFirst },
    reporters: ['default', './scripts/test-reporter.mjs'],
    // The tests are plain JavaScript already: Node loads it in a fraction of the time that transforming takes.
    server: { deps: { external: [external] } },
    projects: [
      { extends: true, test: { name: 'alone', include: alone, sequence: { groupOrder: 1 } } },
      {
        extends: true,
        test: {
          name: 'together',
          isolate: false,
          // These processes load all there is and live long: V8 need not collect while they grow, nor drop what it compiled.
          execArgv: [...lateOptimising, '--initial-old-space-size=300', '--no-flush-bytecode'],
          include: ['dist/**/*.test.js'],
          exclude: [...alone, ...faults],
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        test: {
          name: 'faults',
          isolate: false,
          include: faults,
          // They wait for limits to pass more than they compute.
          maxWorkers: 3,
          testTimeout: 120_000,
          hookTimeout: 120_000,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
});
