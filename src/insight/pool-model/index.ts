export type { PoolCosts } from './costs.js';
export { taskTimes } from './measured-case.js';
export { type CostBasis, poolCostsOf } from './pool-costs-of.js';
export { type PoolPrediction, predictCases } from './predict.js';
export { type DispatchedChunks, dispatcherPerChunk, dispatcherSaturatesAt } from './saturation.js';
export { simulatePool } from './simulation/simulate.js';
export type { PoolRun, SimulatedPool } from './simulation/simulated-pass.js';
