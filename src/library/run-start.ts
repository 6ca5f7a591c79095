import type { HostFacts } from '../host/index.js';
import {
  type Case,
  type Expansion,
  expandCases,
  plainCase,
  type SweepInput,
} from '../measure/cases/index.js';
import {
  describeScenario,
  describeUnavailable,
  headerFor,
  type Prepared,
  type PreparedSweep,
  SERIAL_SHARE,
  type SerialPasses,
  type StudyOptions,
  sweepInput,
  type Time,
  tuningInputs,
  type UnavailableSweep,
  unavailableInput,
  withPromises,
  withShares,
} from '../measure/preparation/index.js';
import { type Earlier, earlierOf } from '../measure/runner/index.js';
import { createRecord, type RecordHeader, type RecordLine, type RecordWriter } from '../record/index.js';
import type { Suite } from '../scenario/index.js';
import { chunkRule } from '../workers/dispatch/index.js';
import { type Continued, goOn, recordedTake, withRecordedShares } from './resume.js';

/** A suite, looked at on this machine, before it is known what of it is to be visited. */
export interface Ground {
  suite: Suite;
  host: HostFacts;
  seed: number;
  options: StudyOptions;
  sweeps: readonly PreparedSweep[];
  unavailable: readonly UnavailableSweep[];
}

/** What is to be visited, once serial has run. */
export interface ToVisit extends Expansion {
  inputs: readonly SweepInput[];
  prepared: readonly Prepared[];
}

/** The record that a run writes, with what stands in it already. */
export interface OpenRecord {
  writer: RecordWriter;
  lines: RecordLine[];
  earlier?: Earlier;
}

/** Where a run starts from: from a suite, or from the record of a run that had ended. */
export interface RunStart {
  /** Of the record. What is planned later is added to it. */
  header: RecordHeader;
  /** Cases that could be visited, as far as is known before serial has run. */
  cases: readonly Case[];
  /** Of the time, what serial passes may take; null: what they run was decided before. */
  serialShare: number | null;
  /** How many of its tasks a pass runs, where that was decided before. */
  takeOf(prepared: Prepared): number | undefined;
  /** `time` is what is left of it; undefined where there is no limit. */
  toVisit(serialPasses: SerialPasses, time: Time | undefined): ToVisit;
  open(): Promise<OpenRecord>;
}

/** A new run: what fits into its time is decided after serial has run, and written into the plan. */
export function freshStart(recordFile: string, ground: Ground): RunStart {
  const { suite, host, seed, options, sweeps, unavailable } = ground;
  const wanted = (all: Case[]) => (options.inspectWorker ? all.filter(({ role }) => role === 'asked') : all);
  const cases = wanted(expanded(sweeps, ground).cases);
  const header = headerFor(suite, host, seed, options);
  header.plan.cases = cases.map(plainCase);
  return {
    header,
    cases,
    serialShare: SERIAL_SHARE,
    takeOf: () => undefined,
    toVisit: (serialPasses, time) => {
      const shares = withShares(sweeps, cases, serialPasses, time);
      const { inputs, ...whole } = expanded(shares, ground);
      const all = { ...whole, cases: wanted(whole.cases) };
      const found = withPromises(all, inputs, serialPasses, options, (more) =>
        expandCases(more, host, chunkRule),
      );
      const prepared = preparedOf(shares);
      header.plan.cases = plannedCases(found);
      header.scenarios = [
        ...prepared.map((one) => describeScenario(one, serialPasses)),
        ...describeUnavailable(unavailable),
      ];
      return { ...found, inputs, prepared };
    },
    open: async () => ({ writer: await createRecord(recordFile, header), lines: [] }),
  };
}

/**
 * A run that goes on: its record says what is planned and of how many tasks passes are. Throws UsageError where that
 * is no longer what would be measured here.
 */
export function resumedStart(continued: Continued, ground: Ground): RunStart {
  const { host, options, sweeps } = ground;
  const { header, lines, writer } = continued;
  goOn(continued, preparedOf(sweeps), host, options.force === true);
  const cases = notYetOut(continued);
  return {
    header,
    cases,
    serialShare: null,
    takeOf: (prepared) => recordedTake(header, prepared),
    toVisit: (serialPasses) => {
      const shares = withRecordedShares(sweeps, header, serialPasses);
      return { cases, skipped: [], inputs: expanded(shares, ground).inputs, prepared: preparedOf(shares) };
    },
    open: async () => ({ writer, lines, earlier: earlierOf(lines) }),
  };
}

function expanded(
  sweeps: readonly PreparedSweep[],
  { host, options, unavailable }: Ground,
): Expansion & { inputs: SweepInput[] } {
  const inputs = [
    ...sweeps.flatMap((sweep) =>
      options.tune ? tuningInputs(sweep, options, host) : sweepInput(sweep, options),
    ),
    ...unavailable.map((sweep) => unavailableInput(sweep, options)),
  ];
  return { inputs, ...expandCases(inputs, host, chunkRule) };
}

/** Skipped cases belong to the plan, so that the report can say why they were. */
function plannedCases({ cases, skipped }: Expansion): RecordHeader['plan']['cases'] {
  const known = new Set(cases.map(({ id }) => id));
  const leftOut = skipped.map((each) => each.case).filter(({ id }) => !known.has(id));
  return [...cases, ...leftOut].map(plainCase);
}

/** Cases that are still to be visited, as far as the lines of their record tell. */
function notYetOut({ header, lines }: Continued): Case[] {
  const out = new Set(
    lines.flatMap((line) =>
      line.kind === 'failed' || line.kind === 'skipped' || line.kind === 'dropped' ? [line.case] : [],
    ),
  );
  return header.plan.cases.filter(({ id }) => !out.has(id));
}

export function preparedOf(sweeps: readonly PreparedSweep[]): Prepared[] {
  return [...new Set(sweeps.map(({ prepared }) => prepared))];
}
