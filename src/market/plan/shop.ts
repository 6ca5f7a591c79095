import type { Constraints } from './constraints.js';
import type { Demand } from './demand.js';
import type { Evidence } from './evidence.js';
import type { Predictions } from './settings.js';
import type { Sizing } from './sizing.js';

/** Everything that a choice is made from, apart from the instances. */
export interface Shop {
  evidences: readonly Evidence[];
  demand: Demand;
  constraints: Constraints;
  sizing: Sizing;
  predictions: Predictions;
}
