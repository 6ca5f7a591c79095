export {
  type CurrentWorker,
  currentWorker,
  lastTaskHere,
  runAsWorker,
  runsHere,
  setCurrentWorker,
} from './current-worker.js';
export { hasTransfers, transfer, transfersOf } from './transfer.js';
