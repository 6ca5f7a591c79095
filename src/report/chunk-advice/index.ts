export { describeAdvice } from './describe.js';
export { chunkAdviceSchema, type ReportChunkAdvice } from './schema.js';
export { chunkSentences } from './sentences.js';
