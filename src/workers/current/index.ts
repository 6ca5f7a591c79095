export { type CurrentWorker, currentWorker, runAsWorker, setCurrentWorker } from './current-worker.js';
export { hasTransfers, transfer, transfersOf } from './transfer.js';
