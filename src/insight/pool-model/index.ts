export type { PoolCosts } from './costs.js';
export { type CostBasis, costsFrom, poolCostsOf } from './pool-costs-of.js';
export { type PoolPrediction, predictCases } from './predict.js';
export { type DispatchedChunks, dispatcherPerChunk, dispatcherSaturatesAt } from './saturation.js';
export { type PoolRun, type SimulatedPool, simulatePool } from './simulate.js';
export { taskTimes } from './task-times.js';
