import {
  type Analysis,
  type CaseResult,
  groupBy,
  nameSetting,
  nameWork,
  workKey,
} from '../analysis/index.js';
import { isPool, SERIAL } from '../cases/index.js';
import type { Observation, RunRecord } from '../record/index.js';
import { formatPercent, mean } from '../stats/index.js';
import type { Finding } from './finding.js';

/** A clock that is this much slower, or became so, explains part of what is missing. */
const CLEARLY_SLOWER = 0.95;
/** Rounds that a trend needs. */
const ENOUGH_ROUNDS = 6;

/** The clock falls when all cores work (turbo), or as the machine gets hot. */
export function clockSpeed(record: RunRecord, { cases }: Analysis): Finding[] {
  const measured = cases.filter(
    ({ status, case: { cold, cpus } }) => status === 'ok' && !cold && cpus === null,
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
  const [alone, together] = [serial, most].map(({ case: { id } }) => meanOf(clocksOf(record, id)));
  if (alone === undefined || together === undefined || together >= CLEARLY_SLOWER * alone) return [];
  return [
    {
      check: 'clock-speed',
      severity: 'info',
      cases: [serial.case.id, most.case.id],
      message: `${nameWork(most.case, record.header.plan.cases)}: the clock ran at ${gigahertz(together)} with ${nameSetting(most.case)} and at ${gigahertz(alone)} in serial: ${formatPercent(1 - together / alone)} of the speed of a core is gone before any pool is to blame.`,
      advice:
        'That is how processors work when all cores do; the ceiling has it in it. Compare with the ceiling, not with the number of workers.',
    },
  ];
}

/** The first third of the rounds against the last, each case by itself. */
function overTime(record: RunRecord): Finding[] {
  const rounds = Math.max(0, ...observationsIn(record).map(({ round }) => round));
  if (rounds < ENOUGH_ROUNDS) return [];
  const third = Math.floor(rounds / 3);
  const ratios = [...new Set(observationsIn(record).map((observation) => observation.case))].flatMap((id) => {
    const clocks = clocksOf(record, id);
    const early = meanOf(clocks.filter(({ round }) => round <= third));
    const late = meanOf(clocks.filter(({ round }) => round > rounds - third));
    return early === undefined || late === undefined ? [] : [late / early];
  });
  const ratio = mean(ratios);
  if (!(ratio < CLEARLY_SLOWER)) return [];
  return [
    {
      check: 'clock-speed',
      severity: 'warning',
      cases: [],
      message: `The clock fell by ${formatPercent(1 - ratio)} from the first third of the rounds to the last: the machine got hot, or reached a limit of power.`,
      advice:
        'Ratios are taken within rounds and hold; wall times and throughputs mix two machines. Let it cool, or fix the clock speed.',
    },
  ];
}

interface Clock {
  round: number;
  mhz: number;
}

function clocksOf(record: RunRecord, id: string): Clock[] {
  return observationsIn(record).flatMap(({ case: of, round, disturbance: { frequencyMhz } }) =>
    of === id && frequencyMhz ? [{ round, mhz: (frequencyMhz.start + frequencyMhz.end) / 2 }] : [],
  );
}

function observationsIn({ lines }: RunRecord): Observation[] {
  return lines.filter((line): line is Observation => line.kind === 'observation');
}

function meanOf(clocks: readonly Clock[]): number | undefined {
  return clocks.length === 0 ? undefined : mean(clocks.map(({ mhz }) => mhz));
}

function gigahertz(mhz: number): string {
  return `${(mhz / 1000).toFixed(2)} GHz`;
}
