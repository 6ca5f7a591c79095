export {
  type CurrentWorker,
  currentWorker,
  hasTransfers,
  lastTaskHere,
  runAsWorker,
  runsHere,
  setCurrentWorker,
  transfer,
  transfersOf,
} from './current-worker.js';
