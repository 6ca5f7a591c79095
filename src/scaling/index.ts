export type { Bound } from './bound.js';
export { type Granularity, granularityBound } from './granularity.js';
export { listSchedule } from './list-schedule.js';
