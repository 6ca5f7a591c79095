export { type CurrentWorker, currentWorker, setCurrentWorker } from './current-worker.js';
export { hasTransfers, transfer, transfersOf } from './transfer.js';
