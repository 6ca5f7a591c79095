import { type Engine, findEngine, importScenario } from '../../engines/index.js';
import { observeCeiling } from '../ceiling.js';
import type { Meter } from '../meter.js';
import { observe } from '../observe.js';
import { observeCold } from '../observe-cold.js';
import { takeReference } from '../reference.js';
import type { BenchHost, ScenarioRef } from './protocol.js';

export interface LocalBenchHostOptions {
  meter: Meter;
  /** By name; default: those of the product. Tests and virtual runs put their own in. */
  engine?: (name: string) => Engine;
}

/** Measures in this very process. */
export function localBenchHost({ meter, engine = findEngine }: LocalBenchHostOptions): BenchHost {
  const load = (ref: ScenarioRef) => importScenario(ref);
  return {
    observe: async (request) => {
      const visit = request.cold ? observeCold : observe;
      return visit(request, await load(request.scenario), engine(request.engine), meter);
    },
    ceiling: async (request) =>
      observeCeiling(request, await load(request.scenario), engine(request.engine), meter),
    reference: async (request) => takeReference(request, await load(request.scenario), engine('serial')),
    close: async () => undefined,
  };
}
