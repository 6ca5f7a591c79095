import type { Insight } from '../../insight/index.js';
import type { PredictedWall } from './schema.js';

/** What the simulator says of each case, by its id. */
export function predictedWalls({ predictions }: Insight): ReadonlyMap<string, PredictedWall> {
  return new Map([...predictions].map(([id, { wallMs: value, basis }]) => [id, { value, basis }]));
}
