// Every scenario that comes with corewise, in teaching order: one curve for each kind of work.
import { defineSuite } from 'corewise/scenario';

const onDemand = { engines: ['serial', 'threads'], workers: ['auto'], dispatches: ['imapUnordered'] };

export default defineSuite({
  name: 'full',
  sweeps: [
    { scenario: 'cycles', ...onDemand, chunksizes: [1, 4, 'auto'] },
    { scenario: 'calculate-e', ...onDemand, chunksizes: [1, 4, 'auto'] },
    // Open-ended: terms a second instead of seconds; every worker has a task of its own.
    { scenario: 'calculate-e-until-stopped', ...onDemand, chunksizes: [1] },
    // Uneven tasks: chunks on demand against chunks cut beforehand.
    { scenario: 'primes', ...onDemand, chunksizes: [1, 4] },
    { scenario: 'primes', ...onDemand, dispatches: ['map'], chunksizes: ['auto'] },
    { scenario: 'matrix', ...onDemand, chunksizes: [1] },
    { scenario: 'json-transform', ...onDemand, chunksizes: [1] },
    // Short tasks: the chunk size decides.
    { scenario: 'tiny', ...onDemand, chunksizes: [1, 64, 1024] },
    // Large results: handed over between threads, copied between processes.
    { scenario: 'mandelbrot', ...onDemand, engines: ['serial', 'threads', 'processes'], chunksizes: [1, 4] },
    // What a program does around the arithmetic: files, a database, a free main thread, memory, large arguments.
    { scenario: 'etl-files', ...onDemand, chunksizes: [1] },
    { scenario: 'etl-database', ...onDemand, chunksizes: [1] },
    { scenario: 'directory-digest', ...onDemand, chunksizes: [1] },
    { scenario: 'whole-program', ...onDemand, chunksizes: [1] },
    { scenario: 'payload', ...onDemand, chunksizes: [1] },
  ],
});
