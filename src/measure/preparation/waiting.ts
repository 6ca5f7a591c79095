import { findDispatch } from '../../workers/dispatch/index.js';
import { type Expansion, PROMISES, type SweepInput, workKey } from '../cases/index.js';
import type { StudyOptions } from './options.js';
import type { SerialPasses } from './serial/serial-passes.js';

/** Tasks of which serial computes for less than this share of the time wait: on one thread several get on at once. */
const WAITS_BELOW = 0.5;

/**
 * The cases with those of `promises` that tasks which wait are to be compared with: as many at once as there are
 * tasks, at most 64, one task a chunk. None are added where the user chose other engines, nor beside virtual ones;
 * nor for consumers, which decide themselves how many of their items are in flight.
 */
export function withPromises(
  expanded: Expansion,
  sweeps: readonly SweepInput[],
  serialPasses: SerialPasses,
  { engines, inspectWorker }: StudyOptions,
  expand: (sweeps: readonly SweepInput[]) => Expansion,
): Expansion {
  if (inspectWorker || engines?.includes(PROMISES) === false) return expanded;
  const waiting = new Map(
    sweeps.filter((sweep) => waits(sweep, serialPasses)).map((sweep) => [workKey(sweep), onOneThread(sweep)]),
  );
  return waiting.size === 0 ? expanded : expand([...sweeps, ...waiting.values()]);
}

function waits(sweep: SweepInput, serialPasses: SerialPasses): boolean {
  const { scenario, params, tasks, openEnded, engines, virtualEngines } = sweep;
  const isVirtual = engines.some((engine) => virtualEngines?.has(engine));
  if (sweep.command || isVirtual || openEnded || tasks < 2 || taskDispatches(sweep).length === 0)
    return false;
  const serial = serialPasses.of(scenario, params);
  return !('failure' in serial) && (serial.cpuShare ?? 1) < WAITS_BELOW;
}

function onOneThread(sweep: SweepInput): SweepInput {
  const { replicas: _, cold: __, ...warm } = sweep;
  const dispatches = taskDispatches(sweep).slice(0, 1);
  return {
    ...warm,
    added: true,
    engines: [PROMISES],
    dispatches,
    workers: ['auto'],
    chunksizes: [1],
    cores: ['all'],
  };
}

function taskDispatches({ dispatches }: SweepInput): string[] {
  return dispatches.filter((dispatch) => !findDispatch(dispatch).perWorker);
}
