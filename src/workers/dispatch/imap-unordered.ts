import { asCompleted } from './as-completed.js';
import { readChunks } from './chunking.js';
import type { Dispatch } from './dispatch.js';

export const imapUnordered: Dispatch = {
  name: 'imapUnordered',
  description: 'reads tasks lazily, gives results as they complete',
  autoChunksize: () => 1,
  effectiveChunksize: (asked) => asked,
  run: (tasks, chunksize, session) => asCompleted(readChunks(tasks, chunksize), session),
};
