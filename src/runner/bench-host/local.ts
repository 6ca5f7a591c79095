import { type Engine, findEngine, importScenario, waitForDebugger, workerName } from '../../engines/index.js';
import { observeCeiling } from '../ceiling.js';
import type { Meter } from '../meter.js';
import { observe } from '../observe.js';
import { observeCold } from '../observe-cold.js';
import { Pauses } from '../pauses.js';
import { takeReference } from '../reference.js';
import type { BenchHost, ScenarioRef } from './protocol.js';
import type { VisitLog } from './visit-log.js';

export interface LocalBenchHostOptions {
  meter: Meter;
  /** By name; default: those of the product. Tests and virtual runs put their own in. */
  engine?: (name: string) => Engine;
  /** Gets what the workers log. */
  log?: VisitLog;
  /** When this process was held back; default: never. */
  pauses?: Pauses;
}

/** Measures in this very process. */
export function localBenchHost({
  meter,
  engine = findEngine,
  log,
  pauses = new Pauses(),
}: LocalBenchHostOptions): BenchHost {
  const load = (ref: ScenarioRef) => importScenario(ref);
  const visit = async <T>(
    { visit: name, engine: wanted }: { visit?: string; engine: string },
    run: (engine: Engine) => Promise<T>,
  ): Promise<T> => {
    const found = engine(wanted);
    if (!log) return run(found);
    log.begin(name ?? wanted, found.placement === 'inline' ? originOf(found, 0) : undefined);
    try {
      return await run(logged(found, log));
    } finally {
      log.end();
    }
  };
  return {
    observe: (request) =>
      visit(request, async (used) => {
        // What is imported here is what serial runs.
        if (request.inspect && used.placement === 'inline') await waitForDebugger();
        const once = request.cold ? observeCold : observe;
        return once(request, await load(request.scenario), used, meter, pauses);
      }),
    ceiling: (request) =>
      visit(request, async (used) =>
        observeCeiling(request, await load(request.scenario), used, meter, pauses),
      ),
    reference: (request) =>
      visit({ ...request, engine: 'serial' }, async (serial) =>
        takeReference(request, await load(request.scenario), serial, pauses),
      ),
    close: async () => undefined,
  };
}

const originOf = ({ name }: Engine, worker: number) => workerName({ name, worker });

function logged(engine: Engine, log: VisitLog): Engine {
  return {
    ...engine,
    open: (spec, signal, listeners) =>
      engine.open(spec, signal, {
        ...listeners,
        log: ({ worker, ...said }) => log.add({ ...said, origin: originOf(engine, worker) }),
      }),
  };
}
