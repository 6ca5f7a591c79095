/** What code that runs in a worker may ask for: `corewise/worker`, a subpath without dependencies. */
export { type CurrentWorker, currentWorker, transfer } from './workers/current/index.js';
