import { halfWidthOf, type Interval, logHalfWidth } from '../../../stats/index.js';
import type { Instance } from '../../catalog/index.js';
import { isNamed } from '../../catalog/index.js';
import type { Machine } from '../../prior/index.js';
import type { Evidence, MeasuredCurve } from '../evidence/evidence.js';
import type { Predictions } from '../settings/settings.js';
import { shapeOf } from '../settings/shape.js';

/** A record, as the public rates are: with one worker, and with one on every CPU. */
export interface MeasuredRates {
  machine: Machine;
  one?: Rate;
  all: Rate;
  /** The curve that they are of. */
  curve: MeasuredCurve;
}

interface Rate {
  perSecond: number;
  /** Standard deviation of its logarithm. */
  deviation: number;
}

/**
 * What a record tells of one worker and of all CPUs, by its curve with the highest throughput there. Where the last
 * count is not all of them, its law goes on, as surely as it is known.
 */
export function measuredRates(
  { machine }: Evidence,
  curves: readonly MeasuredCurve[],
  { catalog, predictions }: { catalog: readonly Instance[]; predictions: Predictions },
): MeasuredRates {
  const { instanceType: type } = machine;
  const instance = type === undefined ? undefined : catalog.find((one) => isNamed(one, type));
  const best = curves.reduce((a, b) => (lastOf(b).throughput > lastOf(a).throughput ? b : a));
  const shape = instance ? shapeOf(instance) : shapeOfCurve(best);
  const on = {
    provider: instance?.provider ?? '',
    name: instance?.name ?? '',
    cpu: instance?.cpu ?? machine.cpu,
    architecture: machine.architecture,
    vcpus: shape.logicalCores,
    physicalCores: shape.physicalCores,
  };
  const first = best.points.find(({ workers }) => workers === 1);
  return {
    machine: on,
    ...(first && { one: rateOf(best, { ...first, value: first.throughput }) }),
    all: rateOf(best, throughputOfAll(best, shape, predictions)),
    curve: best,
  };
}

const lastOf = ({ points }: MeasuredCurve) => points.at(-1)!;

/** Of a machine that no provider sells; a virtual one has a core for each worker. */
function shapeOfCurve({ machine, points }: MeasuredCurve) {
  const most = points.at(-1)!.workers;
  const logicalCores = Math.max(1, Math.floor(machine.logicalCores ?? most));
  return {
    logicalCores,
    physicalCores: Math.min(logicalCores, Math.floor(machine.physicalCores ?? logicalCores)),
  };
}

function throughputOfAll(
  curve: MeasuredCurve,
  { logicalCores, physicalCores }: { logicalCores: number; physicalCores: number },
  predictions: Predictions,
): Interval {
  const measured = curve.points.find(({ workers }) => workers === logicalCores);
  if (measured) return { ...measured, value: measured.throughput };
  const onShapes = predictions.of(curve);
  return logicalCores > physicalCores
    ? onShapes.onThreads(logicalCores, physicalCores, logicalCores / physicalCores).perSecond
    : onShapes.onCores(logicalCores).perSecond;
}

function rateOf({ drift }: MeasuredCurve, perSecond: Interval): Rate {
  const halfWidth = Math.hypot(logHalfWidth(perSecond), logHalfWidth(drift));
  return { perSecond: perSecond.value * drift.value, deviation: halfWidth / halfWidthOf(1) };
}
