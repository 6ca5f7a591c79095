import { isPool, SERIAL, workKey } from '../../measure/cases/index.js';
import type { Observation, RunRecord } from '../../record/index.js';
import {
  differenceOf,
  estimateOf,
  formatPercentInterval,
  type Interval,
  largest,
  liesBelow,
  mean,
  ratioOf,
} from '../../stats/index.js';
import { type Analysis, type CaseResult, groupBy, nameSetting, nameWork } from '../analysis/index.js';
import type { Finding } from './finding.js';
import { isQuiet, meanOverRounds, ratioBetween } from './over-rounds.js';

/** A clock that is this much slower, or became so, explains part of what is missing. */
const CLEARLY_SLOWER = 0.95;
/** Rounds that a trend needs. */
const ENOUGH_ROUNDS = 6;

/**
 * The clock falls when all cores work (turbo), or as the machine gets hot. The whole interval of the slower clock ÷
 * the faster one lies below 0.95.
 */
export function clockSpeed(record: RunRecord, { cases }: Analysis): Finding[] {
  const measured = cases.filter(
    (result) =>
      result.status === 'ok' &&
      !result.case.cold &&
      result.case.cpus === null &&
      result.case.quota === undefined &&
      isQuiet(result),
  );
  const works = [...groupBy(measured, ({ case: one }) => workKey(one)).values()];
  return [...works.flatMap((same) => underLoad(same, record)), ...overTime(record)];
}

/** Serial against the most workers that each have a core. */
function underLoad(same: readonly CaseResult[], record: RunRecord): Finding[] {
  const serial = same.find(({ case: { engine } }) => engine === SERIAL);
  const pools = same.filter(({ case: { engine, workers, cores } }) => isPool(engine) && workers <= cores);
  const most = pools.sort((a, b) => b.case.workers - a.case.workers)[0];
  if (!serial || !most) return [];
  const [alone, together] = [serial, most].map((result) => meanOverRounds(record, result, clockOf));
  const ratio = ratioBetween(record, most, serial, clockOf);
  if (!alone || !together || !liesBelow(ratio, CLEARLY_SLOWER)) return [];
  return [
    {
      check: 'clock-speed',
      severity: 'info',
      cases: [serial.case.id, most.case.id],
      message: `${nameWork(most.case, record.header.plan.cases)}: the clock ran at ${gigahertz(together.value)} with ${nameSetting(most.case)} and at ${gigahertz(alone.value)} in serial: ${formatPercentInterval(missingIn(ratio))} of a core’s speed is lost before the pool plays any part.`,
      advice:
        'Processors slow down when all cores work, and the ceiling includes that: compare with the ceiling, not with the number of workers.',
    },
  ];
}

/**
 * The last third of the rounds against the first, each case by itself: a case's clocks are taken relative to its own
 * first third, so that a round is one value whatever was measured in it.
 */
function overTime(record: RunRecord): Finding[] {
  const ratio = lateOverEarly(record);
  if (!liesBelow(ratio, CLEARLY_SLOWER)) return [];
  return [
    {
      check: 'clock-speed',
      severity: 'warning',
      cases: [],
      message: `The clock fell by ${formatPercentInterval(missingIn(ratio))} from the first third of the rounds to the last: the machine got hot or hit a power limit.`,
      advice:
        'Ratios are taken within rounds, so they still hold; wall times and throughputs mix two speeds. Let the machine cool, or fix its clock speed.',
    },
  ];
}

function lateOverEarly(record: RunRecord): Interval | null {
  const clocks = clocksIn(record);
  const rounds = Math.max(0, largest(clocks.map(({ round }) => round)));
  if (rounds < ENOUGH_ROUNDS) return null;
  const third = Math.floor(rounds / 3);
  const relative = [...groupBy(clocks, ({ id }) => id).values()].flatMap((own) => {
    const early = own.filter(({ round }) => round <= third);
    if (early.length === 0) return [];
    const usual = mean(early.map(({ log }) => log));
    return own.map(({ round, log }) => ({ round, log: log - usual }));
  });
  const perRound = (from: number, to: number) => {
    const within = relative.filter(({ round }) => round > from && round <= to);
    const same = groupBy(within, ({ round }) => String(round));
    return [...same.values()].map((each) => mean(each.map(({ log }) => log)));
  };
  const [early, late] = [perRound(0, third), perRound(rounds - third, rounds)];
  if (early.length < 2 || late.length < 2) return null;
  return ratioOf(differenceOf(estimateOf(late), estimateOf(early)));
}

/** Logarithms of MHz. */
function clocksIn({ lines }: RunRecord): { id: string; round: number; log: number }[] {
  return lines.flatMap((line) => {
    const mhz = line.kind === 'observation' ? clockOf(line) : null;
    return line.kind === 'observation' && mhz
      ? [{ id: line.case, round: line.round, log: Math.log(mhz) }]
      : [];
  });
}

/** MHz; null where the system does not tell. */
function clockOf({ disturbance: { frequencyMhz } }: Observation): number | null {
  return frequencyMhz ? (frequencyMhz.start + frequencyMhz.end) / 2 : null;
}

function missingIn({ value, low, high }: Interval): Interval {
  return { value: 1 - value, low: 1 - high, high: 1 - low };
}

function gigahertz(mhz: number): string {
  return `${(mhz / 1000).toFixed(2)} GHz`;
}
