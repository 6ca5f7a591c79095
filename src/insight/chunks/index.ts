export { type AdvisedAnalysis, adviceFor, type ChunkAdvice, namedChunksize } from './advice.js';
export { chunkAdviceOf } from './advise.js';
export { recommendationsOf } from './untried.js';
