import type { Analysis } from '../../insight/analysis/index.js';
import { predictCases } from '../../insight/pool-model/index.js';
import type { RunRecord } from '../../record/index.js';
import type { PredictedWall } from './schema.js';

/** What the simulator says of each case, by its id. */
export function predictedWalls(record: RunRecord, analysis: Analysis): ReadonlyMap<string, PredictedWall> {
  const predictions = predictCases(record, analysis);
  return new Map([...predictions].map(([id, { wallMs: value, basis }]) => [id, { value, basis }]));
}
