import { defineSuite } from 'corewise/scenario';

/** The suite quick, of a scenario whose speed the environment sets. */
export default defineSuite({
  name: 'slowed',
  rounds: 10,
  sweeps: [
    {
      scenario: './slowed.js',
      engines: ['serial', 'threads'],
      workers: ['auto'],
      dispatches: ['imapUnordered'],
      chunksizes: [1],
    },
  ],
});
