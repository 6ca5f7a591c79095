import { OverdueError } from '../../../errors.js';
import { formatMs } from '../../../stats/index.js';
import {
  type Engine,
  findEngine,
  importScenario,
  LOAD_TIMEOUT_MS,
  waitForDebugger,
  workerName,
} from '../../../workers/engines/index.js';
import { within } from '../../../workers/session/index.js';
import type { Meter } from '../pass/passes.js';
import { Pauses } from '../pass/pauses.js';
import { benchOf } from '../visit/bench.js';
import { observeCeiling } from '../visit/ceiling.js';
import { observe } from '../visit/observe.js';
import { observeCold } from '../visit/observe-cold.js';
import { takeSerialPass } from '../visit/serial-pass.js';
import type { BenchHost, Loading, ModuleHost, ScenarioRef } from './protocol.js';
import { Stage } from './stage.js';
import { spoiltByStrays } from './strays.js';
import { namingTaskLosses } from './task-losses.js';
import type { VisitLog } from './visit-log.js';

export interface LocalBenchHostOptions {
  meter: Meter;
  /** By name; default: those of the product. Tests and virtual runs put their own in. */
  engine?: (name: string) => Engine;
  /** Gets what the workers log. */
  log?: VisitLog;
  /** When this process was held back; default: never. */
  pauses?: Pauses;
  /** Is told what of the user's runs. */
  stage?: Stage;
  /** What becomes of a module that loads: default: OverdueError where it awaits too long. */
  loading?: Loading;
}

/** Loaded late: hosts that measure need none of what checks a module. */
const looking = () => import('./look.js');

/** OverdueError where it awaits too long. A loop is for others to end. */
const inTime: Loading = ({ source, loadTimeoutMs = LOAD_TIMEOUT_MS }, loading) =>
  within(
    loading,
    loadTimeoutMs,
    (ms) =>
      new OverdueError(
        `${source} had not finished loading after ${formatMs(ms)}: does a top-level \`await\` in it never settle? --load-timeout allows more.`,
      ),
  );

/** Measures in this very process. */
export function localBenchHost({
  meter,
  engine = findEngine,
  log,
  pauses = new Pauses(),
  stage = new Stage(),
  loading = inTime,
}: LocalBenchHostOptions): BenchHost & ModuleHost {
  const load = (ref: ScenarioRef) => stage.during('load', () => importScenario(ref));
  const prepare = async <T>(action: () => Promise<T>): Promise<T> => {
    log?.begin('prepare', 'corewise');
    return action().finally(() => log?.end());
  };
  const visit = async <T>(
    { visit: name, engine: wanted }: { visit?: string; engine: string },
    run: (engine: Engine) => Promise<T>,
  ): Promise<T> => {
    const found = engine(wanted);
    if (!log) return spoiltByStrays(found, run);
    log.begin(name ?? wanted, found.placement === 'inline' ? originOf(found, 0) : undefined);
    try {
      return await spoiltByStrays(logged(found, log), run);
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
        const scenario = await load(request.scenario);
        const { tasks } = benchOf(scenario, request.scenario, request.workers, stage);
        return namingTaskLosses(used, tasks, () => once(request, scenario, used, meter, pauses, stage));
      }),
    ceiling: (request) =>
      visit(request, async (used) =>
        observeCeiling(request, await load(request.scenario), used, meter, pauses, stage),
      ),
    serialPass: (request) =>
      visit({ ...request, engine: 'serial' }, async (serial) =>
        takeSerialPass(request, await load(request.scenario), serial, pauses, stage),
      ),
    look: (request) => prepare(async () => (await looking()).lookAtScenario(request, stage, loading)),
    suite: (request) => prepare(async () => (await looking()).lookAtSuite(request, stage, loading)),
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
