import { defineSuite } from 'corewise/scenario';

const everyWay = {
  engines: ['serial', 'threads'],
  workers: [1, 2],
  dispatches: ['map', 'imap', 'imapUnordered'],
  chunksizes: [1, 4, 16, 'auto'] as const,
};

/** Uneven tasks, tiny ones, large payloads, and another engine: what a simulator may get wrong. */
export const suite = defineSuite({
  name: 'simulator',
  sweeps: [
    { scenario: 'primes', ...everyWay },
    { scenario: 'tiny', ...everyWay },
    { scenario: 'payload', ...everyWay, dispatches: ['map', 'imapUnordered'], chunksizes: [1, 4] },
    {
      scenario: 'mandelbrot',
      ...everyWay,
      engines: ['serial', 'processes'],
      dispatches: ['map', 'imapUnordered'],
      chunksizes: [1, 16],
    },
  ],
});
