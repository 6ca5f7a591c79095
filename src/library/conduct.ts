import { UsageError } from '../errors.js';
import { type NoQuotas, type Quotas, readHost } from '../host/index.js';
import type { Insight } from '../insight/index.js';
import { advisedCases } from '../insight/stop-rule/index.js';
import { refuseClaimHere, shippedCatalog } from '../market/catalog/index.js';
import { type Case, expandCases } from '../measure/cases/index.js';
import {
  benchHosts,
  calledBy,
  calledUnder,
  checkInspection,
  defaults,
  describeScenario,
  describeUnavailable,
  headerFor,
  noSerialPasses,
  type Prepared,
  type PreparedSweep,
  plainCase,
  prepareSuite,
  quotasFor,
  SERIAL_LIMIT_SHARE,
  SERIAL_SHARE,
  type SerialPasses,
  type StudyOptions,
  sweepInput,
  takeSerialPasses,
  timeNote,
  type Untaken,
  unavailableInput,
  withPromises,
  withShares,
} from '../measure/preparation/index.js';
import { earlierOf } from '../measure/runner/index.js';
import {
  applyToPlan,
  createRecord,
  type RecordLine,
  type RecordWriter,
  type RunRecord,
} from '../record/index.js';
import type { Suite } from '../scenario/index.js';
import { checkSuite } from '../scenario/loading/index.js';
import { chunkRule } from '../workers/dispatch/index.js';
import { findEngine, isVirtualEngine } from '../workers/engines/index.js';
import { monotonicMs } from '../workers/session/index.js';
import { measureRounds } from './measure-rounds.js';
import { type Continued, continuedRun, goOn, recordedTake, withRecordedShares } from './resume.js';

/** Measures a suite into a record file and returns the record. Throws UsageError before anything is measured. */
export async function conduct(suite: Suite, recordFile: string, options: StudyOptions): Promise<RunRecord> {
  checkSuite(suite, 'the suite given to measure()');
  const quotas = quotasFor(suite, options);
  try {
    return await conductUnder(quotas, suite, recordFile, options);
  } finally {
    if (quotas && 'close' in quotas) await quotas.close();
  }
}

async function conductUnder(
  quotas: Quotas | NoQuotas | undefined,
  suite: Suite,
  recordFile: string,
  options: StudyOptions,
): Promise<RunRecord> {
  const { resume, inspectWorker = false } = options;
  if (inspectWorker) checkInspection(options);
  const continued = resume ? await continuedRun(recordFile, options) : undefined;
  try {
    return await conductRun({ quotas, suite, recordFile, options, continued });
  } finally {
    // Where all went well, it is closed already.
    if (continued) closeRecord(continued.writer, false);
  }
}

interface Conducted {
  quotas: Quotas | NoQuotas | undefined;
  suite: Suite;
  recordFile: string;
  options: StudyOptions;
  continued: Continued | undefined;
}

async function conductRun({ quotas, suite, recordFile, options, continued }: Conducted): Promise<RunRecord> {
  const { inspectWorker = false } = options;
  const begin = monotonicMs() - (continued?.elapsedMs ?? 0);
  const seed = continued?.header.seed ?? options.seed ?? defaults.seed;
  const host = {
    ...(options.host ?? (await readHost())),
    ...(options.instanceType && { instanceType: options.instanceType }),
    ...(quotas && 'problem' in quotas && { quotaProblem: quotas.problem }),
  };
  const { sweeps, unavailable } = await prepareSuite(suite, host, options, seed);
  if (options.forMs !== undefined && !sweeps.some(({ prepared }) => prepared.loaded.scenario.openEnded)) {
    throw new UsageError('--for sets how long open-ended scenarios run, and none of these is open-ended.');
  }
  const expand = (of: readonly PreparedSweep[]) => {
    const inputs = [
      ...of.map((sweep) => sweepInput(sweep, options)),
      ...unavailable.map((sweep) => unavailableInput(sweep, options)),
    ];
    return { inputs, ...expandCases(inputs, host, chunkRule) };
  };
  if (continued) goOn(continued, preparedOf(sweeps), host, options.force === true);
  const asked = (of: readonly Case[]) => (inspectWorker ? of.filter(({ role }) => role === 'asked') : of);
  const first = continued ? notYetOut(continued) : asked(expand(sweeps).cases);
  const header = continued?.header ?? headerFor(suite, host, seed, options);
  if (!continued) header.plan.cases = first.map(plainCase);
  refuseClaimHere(header, shippedCatalog());
  const { openHost, waitedMs } = benchHosts(first, host, options, header.plan.maxTimeMs, quotas);
  const time =
    first.some(({ engine }) => isVirtualEngine(engine)) || inspectWorker ? null : header.plan.maxTimeMs;
  const serialPasses = inspectWorker
    ? noSerialPasses
    : await takeSerialPasses(calledBy(first, preparedOf(sweeps)), {
        openHost,
        openEndedMs: header.plan.openEndedMs,
        budgetMs: time && !continued ? SERIAL_SHARE * time : null,
        limitMs: time && SERIAL_LIMIT_SHARE * time,
        ...(continued && { takeOf: (prepared: Prepared) => recordedTake(header, prepared) }),
        onTaken: (done) => options.onProgress?.({ phase: 'prepare', done, leftMs: null }),
        signal: options.signal,
      });
  const { observationMs, rounds } = header.plan;
  const left = time === null ? undefined : { leftMs: time - (monotonicMs() - begin), observationMs, rounds };
  const measured = continued
    ? withRecordedShares(sweeps, header, serialPasses)
    : withShares(sweeps, first, serialPasses, left);
  const prepared = preparedOf(measured);
  const { inputs, ...expanded } = expand(measured);
  const { cases, skipped } = continued
    ? { cases: first, skipped: [] }
    : withPromises({ ...expanded, cases: [...asked(expanded.cases)] }, inputs, serialPasses, options, (all) =>
        expandCases(all, host, chunkRule),
      );
  if (!continued) {
    // Skipped cases belong to the plan, so that the report can say why they were.
    const known = new Set(cases.map(({ id }) => id));
    const leftOut = skipped.map((each) => each.case).filter(({ id }) => !known.has(id));
    header.plan.cases = [...cases, ...leftOut].map(plainCase);
    header.scenarios = [
      ...prepared.map((one) => describeScenario(one, serialPasses)),
      ...describeUnavailable(unavailable),
    ];
  }
  const note = timeNote({ ...header.plan, cases, prepared, serialPasses, maxTimeMs: time });
  if (note !== undefined) options.onNote?.(note);
  const advise = (soFar: Insight) =>
    advisedCases(soFar.record, soFar, inputs, (all) => expandCases(all, host, chunkRule));
  try {
    const writer = continued?.writer ?? (await createRecord(recordFile, header));
    const lines: RecordLine[] = continued?.lines ?? [];
    const earlier = continued && earlierOf(lines);
    const append = (line: RecordLine) => {
      lines.push(line);
      applyToPlan(header, line);
      writer.append(line);
    };
    let isWritten = false;
    try {
      for (const { case: of, reason } of skipped) append({ kind: 'skipped', case: of.id, reason });
      const usable = await usableCases(cases, serialPasses, append);
      if (lines.length > 0 && usable.length === 0 && lines.every(({ kind }) => kind === 'skipped'))
        append(nothingToMeasure);
      else
        await measureRounds({
          advise,
          waitedMs,
          begin,
          header,
          usable,
          openHost,
          serialPasses,
          prepared,
          append,
          options,
          ...(earlier && { earlier }),
        });
      isWritten = true;
    } finally {
      closeRecord(writer, isWritten);
    }
    return { header, lines, torn: false };
  } finally {
    serialPasses.release();
  }
}

/** Cases of a run that goes on which are still to be visited, as far as their lines tell. */
function notYetOut({ header, lines }: Continued): Case[] {
  const out = new Set(
    lines.flatMap((line) =>
      line.kind === 'failed' || line.kind === 'skipped' || line.kind === 'dropped' ? [line.case] : [],
    ),
  );
  return header.plan.cases.filter(({ id }) => !out.has(id));
}

/** What went wrong before is what is told. */
function closeRecord(writer: RecordWriter, tells: boolean): void {
  try {
    writer.close();
  } catch (error) {
    if (tells) throw error;
  }
}

/** No failure: each case says why it cannot be measured here. */
const nothingToMeasure: RecordLine = {
  kind: 'stopped',
  reason: 'rounds',
  rounds: 0,
  elapsedMs: 0,
  message: 'Nothing was measured: every case was skipped.',
};

function preparedOf(sweeps: readonly PreparedSweep[]): Prepared[] {
  return [...new Set(sweeps.map(({ prepared }) => prepared))];
}

function failedLine(of: Case, { failure, interrupted: _, ...where }: Untaken): RecordLine {
  return { kind: 'failed', case: of.id, reason: failure, ...where };
}

/** Cases that can be visited; for the others the reason is recorded. */
async function usableCases(
  cases: readonly Case[],
  serialPasses: SerialPasses,
  append: (line: RecordLine) => void,
): Promise<Case[]> {
  const usable: Case[] = [];
  for (const of of cases) {
    const serial = serialPasses.of(of.scenario, of.params, calledUnder(of.dispatch), of.chunksize);
    const unavailable = await findEngine(of.engine).unavailable?.();
    if ('failure' in serial && serial.interrupted) continue;
    if ('failure' in serial) append(failedLine(of, serial));
    else if (unavailable !== undefined) append({ kind: 'skipped', case: of.id, reason: unavailable });
    else usable.push(of);
  }
  return usable;
}
