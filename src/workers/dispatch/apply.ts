import { checkChunksize, readChunks } from './chunking.js';
import type { Dispatch } from './dispatch.js';
import { asCompleted } from './imap-unordered.js';

export const apply: Dispatch = {
  name: 'apply',
  description: 'sends each task in its own message, gives results as they complete',
  autoChunksize: () => 1,
  effectiveChunksize: () => 1,
  run(tasks, chunksize, session) {
    checkChunksize(chunksize);
    return asCompleted(readChunks(tasks, 1), session);
  },
};
