export { advisedCases } from './advised.js';
export { MemoryRoom } from './memory-room.js';
export { createProgress } from './progress.js';
export { createStopRule } from './stop-rule.js';
