export type { ChunkAdvice } from './advice.js';
export { chunkAdviceOf } from './advise.js';
