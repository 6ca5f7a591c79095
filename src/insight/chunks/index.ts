export type { ChunkAdvice } from './advice.js';
export { chunkAdviceOf } from './advise.js';
export { adviceFor, namedChunksize } from './named.js';
export { recommendationsOf } from './untried.js';
