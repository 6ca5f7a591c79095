import { type Case, isSameWork, scenarioKey, workKey } from '../../cases/index.js';
import type { SerialPass, TaskSample } from '../../runner/index.js';
import type { Prepared, PreparedSweep } from '../prepare.js';
import { type SerialPasses, serialPassMs } from '../serial/serial-passes.js';
import { roundCostMs, withoutReferences } from './budget.js';

/** Of the time allowed, what serial passes before the rounds may take together. */
export const SERIAL_SHARE = 1 / 15;
/** A serial pass that has not ended after this share of the time will not end in time to be compared. */
export const SERIAL_LIMIT_SHARE = 1 / 2;

/**
 * What is to fit into the time: rounds of serial and what was asked for, the first of which verifies each case in one
 * more pass, and some of those settings that lead.
 */
const ROUNDS = { asked: 3, verifying: 1, leading: 4 };
/** The same where the field is halved after each round: 1 + ½ + ¼ + …, and what is left at the end. */
const TUNED_ROUNDS = { asked: 2, verifying: 1, leading: 6 };
/** Visits of a round in which only serial and what leads are measured. */
const LEADING_VISITS = 4;
/** Of the time left, what these may take; waits for quiet, repeats and confirmation get the rest. */
const USABLE_SHARE = 0.7;
/** Fewer tasks per worker would measure the tail and little else. */
const LEAST_A_WORKER = 2;
/** Shorter passes are repeated to fill an observation: fewer tasks would not make them cheaper. */
const SHORTEST_SHARED_MS = 300;
const STEP = 0.85;

export interface Time {
  leftMs: number;
  observationMs: number;
  rounds: number | null;
  /** Whether the field is halved after each round. */
  tuned?: boolean | undefined;
}

/**
 * The sweeps, with passes of fewer tasks where passes of all would leave less than a few rounds. The tasks are spread
 * evenly over all. Where even two tasks per worker take too long, that is what is measured.
 */
export function withShares(
  sweeps: readonly PreparedSweep[],
  cases: readonly Case[],
  serialPasses: SerialPasses,
  time: Time | undefined,
): PreparedSweep[] {
  if (!time) return [...sweeps];
  const known = new Map<string, Prepared>();
  const share = largestShare(cases, serialPasses, time);
  return sweeps.map(({ sweep, prepared }) => {
    const key = scenarioKey(prepared);
    const one = known.get(key) ?? shared(prepared, cases, serialPasses, share);
    known.set(key, one);
    return { sweep, prepared: one };
  });
}

function largestShare(cases: readonly Case[], serialPasses: SerialPasses, time: Time): number {
  for (let share = 1; share > 1e-4; share *= STEP) {
    if (neededMs(cases, serialPasses, time, share) <= USABLE_SHARE * time.leftMs) return share;
  }
  return 0;
}

function neededMs(
  cases: readonly Case[],
  serialPasses: Pick<SerialPasses, 'of'>,
  time: Time,
  share: number,
): number {
  const sharedPassMs = (of: Pick<Case, 'scenario' | 'params'>) => {
    const serial = serialPasses.of(of.scenario, of.params);
    if ('failure' in serial) return 0;
    return (serial.passMs * takeOf(serial, mostWorkers(cases, of), share)) / serial.tasks;
  };
  const observationMs = Math.min(time.observationMs, SHORTEST_SHARED_MS);
  const costs = { serialPassMs: sharedPassMs, measured: new Map() };
  if (time.rounds !== null && !time.tuned) return time.rounds * roundCostMs(cases, observationMs, costs);
  const asked = withoutReferences(cases);
  const leading = Math.min(1, LEADING_VISITS / Math.max(1, asked.length));
  const { asked: each, verifying, leading: last } = time.tuned ? TUNED_ROUNDS : ROUNDS;
  const rounds = each + verifying + last * leading;
  return rounds * roundCostMs(asked, observationMs, costs);
}

/** How long a run must be allowed to last for passes of all tasks. */
export function wholeTimeMs(
  cases: readonly Case[],
  serialPasses: SerialPasses,
  { observationMs, rounds, tuned }: Omit<Time, 'leftMs'>,
): number {
  const whole: Pick<SerialPasses, 'of'> = {
    of: (...asked) => {
      const serial = serialPasses.of(...asked);
      if ('failure' in serial || serial.allTasks === undefined) return serial;
      const factor = serial.allTasks / serial.tasks;
      return { ...serial, tasks: serial.allTasks, passMs: serial.passMs * factor };
    },
  };
  const measuringMs = neededMs(cases, whole, { leftMs: 0, observationMs, rounds, tuned }, 1) / USABLE_SHARE;
  const passMs = new Map(cases.map((of) => [workKey(of), serialPassMs(whole, of)]));
  const serialMs = [...passMs.values()].reduce((sum, ms) => sum + ms, 0);
  return Math.max(measuringMs + serialMs, serialMs / SERIAL_SHARE);
}

function takeOf({ tasks, passMs }: SerialPass, workers: number, share: number): number {
  const filling = Math.ceil((tasks * SHORTEST_SHARED_MS) / passMs);
  return Math.min(tasks, Math.max(LEAST_A_WORKER * workers, filling, Math.round(share * tasks)));
}

function mostWorkers(cases: readonly Case[], work: Pick<Case, 'scenario' | 'params'>): number {
  const own = cases.filter((of) => isSameWork(of, work));
  return Math.max(1, ...own.map(({ workers }) => workers));
}

function shared(
  prepared: Prepared,
  cases: readonly Case[],
  serialPasses: SerialPasses,
  share: number,
): Prepared {
  const serial = serialPasses.of(prepared.name, prepared.params);
  if ('failure' in serial || prepared.whole) return prepared;
  const most = mostWorkers(cases, { scenario: prepared.name, params: prepared.params });
  const take = takeOf(serial, most, share);
  const of = serial.allTasks ?? serial.tasks;
  if (take === of) return prepared;
  serialPasses.keep(prepared.name, prepared.params, take);
  const sample: TaskSample = { of, take };
  return { ...prepared, tasks: take, allTasks: of, ref: { ...prepared.ref, sample } };
}
