// A first answer in about half a minute: does this machine scale at all?
import { defineSuite } from 'corewise/scenario';

export default defineSuite({
  name: 'quick',
  rounds: 10,
  sweeps: [
    {
      scenario: 'cycles',
      engines: ['serial', 'threads'],
      workers: ['auto'],
      dispatches: ['imapUnordered'],
      chunksizes: [1],
    },
  ],
});
