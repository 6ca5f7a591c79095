// What `npm run bench` measures: integer and floating-point work, serial against threads and processes, at
// workers, chunk sizes and dispatches that differ, and on a single core.
import { defineSuite } from 'corewise/scenario';

const scenarios = ['cycles', 'calculate-e'];

export default defineSuite({
  name: 'default',
  sweeps: [
    ...scenarios.flatMap((scenario) => [
      { scenario, engines: ['serial'] },
      {
        scenario,
        engines: ['threads'],
        workers: ['auto'],
        dispatches: ['imapUnordered'],
        chunksizes: [1, 4],
      },
      {
        scenario,
        engines: ['threads'],
        workers: ['auto'],
        dispatches: ['map'],
        chunksizes: ['auto' as const],
      },
      { scenario, engines: ['processes'], workers: ['auto'], dispatches: ['imapUnordered'], chunksizes: [1] },
    ]),
    {
      scenario: 'cycles',
      engines: ['threads'],
      workers: [2],
      dispatches: ['imapUnordered'],
      chunksizes: [1],
      cores: [1],
    },
  ],
});
