import type { Demand } from '../../market/plan/index.js';
import { describeDrawn } from '../testing/describe-drawn.js';
import { hostile } from '../testing/hostile.js';
import { html } from './page.js';
import { inventPlan } from './testing/invented.js';

const arrivals: Demand = {
  kind: 'arrivals',
  arrivals: { rate: 100 },
  p95Ms: 50,
  balancer: 'random',
  seed: 1,
};

describeDrawn([
  { name: 'a stream', html: html(inventPlan()), charts: 1 },
  { name: 'arrivals', html: html(inventPlan({ demand: arrivals })), charts: 2 },
  { name: 'the impossible', html: html(inventPlan({ constraints: { maxCostPerHour: 0.1 } })), charts: 0 },
  { name: 'hostile names', html: html(inventPlan({ name: hostile })), charts: 1 },
]);
