// Programs and not kernels: what each pattern of using a pool gains, and what it costs, at as many workers as there
// are CPUs. Give it time: --max-time 6m.
import { defineSuite, type Sweep } from 'corewise/scenario';

const onDemand = { workers: ['N'], dispatches: ['imapUnordered'], chunksizes: [1] };
const threads = { engines: ['serial', 'threads'], ...onDemand };
const everywhere = { engines: ['serial', 'threads', 'processes'], ...onDemand };

const payload = (way: string): Sweep => ({ scenario: 'payload', params: { payload: way }, ...threads });

export default defineSuite({
  name: 'patterns',
  sweeps: [
    // Chunks cut beforehand, from small to one per worker, against chunks on demand.
    { scenario: 'etl-files', ...everywhere },
    { scenario: 'etl-files', ...threads, dispatches: ['map'], chunksizes: [1, 4, 'auto'] },
    // A connection a worker, a connection a consumer, and one insert at the end.
    { scenario: 'etl-database', ...threads, dispatches: ['imapUnordered', 'consume'] },
    { scenario: 'etl-database', ...threads, dispatches: ['consume'], params: { insert: 'once' } },
    // The main thread free or blocked, with another job in the background and without.
    { scenario: 'directory-digest', ...threads },
    { scenario: 'directory-digest', ...threads, params: { background: false } },
    // Memory and start-up of threads against those of processes.
    { scenario: 'whole-program', ...everywhere },
    // Three ways for the same numbers.
    payload('copy'),
    payload('transfer'),
    payload('share'),
  ],
});
