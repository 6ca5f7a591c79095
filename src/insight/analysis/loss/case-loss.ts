import { type Case, isPool } from '../../../measure/cases/index.js';
import { type Interval, mean, meanInterval } from '../../../stats/index.js';
import type { Measurements } from '../measurements.js';
import { restingOn } from '../ratios.js';
import { oneWorkerOf, serialOf } from '../references.js';
import type { Sample } from '../samples.js';
import { CAUSES, type Loss, type LossIntervals, type LossParts, totalLoss } from './loss.js';
import { splitLoss } from './split.js';
import { type WorkerTime, workerTimeOf } from './worker-time.js';

interface CaseLoss {
  /** Worker-ms per pass. */
  loss: Loss;
  parts: LossParts;
}

/** Over several rounds. */
interface MeanLoss extends CaseLoss {
  /** Null from one round, which says nothing of its own spread. */
  intervals: LossIntervals | null;
}

/**
 * The loss of a pool: the mean over the rounds that its figures rest on. Null for serial, which is what pools lose
 * against, for promises, which have no workers to lose the time of, and where no round has both.
 */
export function caseLossOf(one: Case, measurements: Measurements): MeanLoss | null {
  if (!isPool(one.engine)) return null;
  const { used } = restingOn(roundLosses(one, measurements));
  if (used.length === 0) return null;
  const losses = used.map(({ loss }) => loss);
  return {
    loss: meanLoss(losses),
    intervals: intervalsOf(losses),
    parts: meanParts(used.map(({ parts }) => parts)),
  };
}

/** One observation's loss against serial of its round. */
interface RoundLoss extends CaseLoss {
  round: number;
  disturbed: boolean;
}

function roundLosses(one: Case, { cases, samples, coresOf }: Measurements): RoundLoss[] {
  const serials = samples.get(serialOf(one, cases)?.id ?? '');
  const singles = samples.get(oneWorkerOf(one, cases)?.id ?? '');
  return [...(samples.get(one.id)?.values() ?? [])].flatMap((sample) => {
    const serial = serials?.get(sample.round);
    if (!serial?.observation || !sample.observation) return [];
    const single = singles?.get(sample.round);
    const split = splitLoss({
      workers: one.workers,
      cores: coresOf(one),
      own: workerTimeOf(sample.observation, isCold(one)),
      serial: forSameWork(serial, sample),
      one: single?.observation && forSameWork(single, sample),
    });
    return { ...split, round: sample.round, disturbed: sample.disturbed || serial.disturbed };
  });
}

function isCold(one: Case): boolean {
  return 'cold' in one && one.cold === true;
}

/** What a reference would have spent on the work of the sample's pass; they differ where tasks are open-ended. */
function forSameWork(reference: Sample, { throughput, wallMs }: Sample): WorkerTime {
  const time = workerTimeOf(reference.observation!, false);
  const ratio = (throughput * wallMs) / (reference.throughput * reference.wallMs);
  const scaled = Object.entries(time).map(([key, value]) => [
    key,
    typeof value === 'number' ? value * ratio : value,
  ]);
  return Object.fromEntries(scaled) as WorkerTime;
}

function meanLoss(losses: readonly Loss[]): Loss {
  return Object.fromEntries(
    CAUSES.map((cause) => [cause, mean(losses.map((loss) => loss[cause]))]),
  ) as Record<keyof Loss, number>;
}

function intervalsOf(losses: readonly Loss[]): LossIntervals | null {
  const over = (of: (loss: Loss) => number): Interval | null => meanInterval(losses.map(of));
  const known = [...CAUSES.map((cause) => [cause, over((loss) => loss[cause])]), ['total', over(totalLoss)]];
  return known.some(([, interval]) => interval === null) ? null : Object.fromEntries(known);
}

/** A part that a round does not know is left out; one round without counters makes waiting part of slowdown. */
function meanParts(all: readonly LossParts[]): LossParts {
  const keys = Object.keys(all[0]!).filter((key) => key !== 'waitIn') as Exclude<keyof LossParts, 'waitIn'>[];
  const known = keys.filter((key) => all.every((parts) => parts[key] !== undefined));
  const means = Object.fromEntries(known.map((key) => [key, mean(all.map((parts) => parts[key]!))]));
  const waitIn = all.every((parts) => parts.waitIn === 'wait') ? 'wait' : 'slowdown';
  return { ...(means as Omit<LossParts, 'waitIn'>), waitIn };
}
