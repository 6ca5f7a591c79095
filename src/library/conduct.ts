import { UsageError } from '../errors.js';
import { type HostFacts, type NoQuotas, type Quotas, readHost } from '../host/index.js';
import { advisedCases } from '../insight/stop-rule/index.js';
import { refuseClaimHere, shippedCatalog } from '../market/catalog/index.js';
import { type Case, expandCases, SERIAL } from '../measure/cases/index.js';
import {
  benchHosts,
  calledBy,
  calledUnder,
  checkInspection,
  checkTuning,
  defaults,
  noSerialPasses,
  prepareSuite,
  quotasFor,
  SERIAL_LIMIT_SHARE,
  type SerialPasses,
  type StudyOptions,
  takeSerialPasses,
  timeNote,
  type Untaken,
} from '../measure/preparation/index.js';
import type { OpenHost } from '../measure/runner/index.js';
import { applyToPlan, type RecordLine, type RecordWriter, type RunRecord } from '../record/index.js';
import type { Suite } from '../scenario/index.js';
import { checkSuite } from '../scenario/loading/index.js';
import { chunkRule } from '../workers/dispatch/index.js';
import { findEngine, isVirtualEngine } from '../workers/engines/index.js';
import { monotonicMs } from '../workers/session/index.js';
import { type MeasureRounds, measureRounds } from './measure-rounds.js';
import { type Continued, continuedRun } from './resume.js';
import {
  freshStart,
  type Ground,
  type OpenRecord,
  preparedOf,
  type RunStart,
  resumedStart,
} from './run-start.js';

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
  if (options.tune) checkTuning(suite, options);
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
  const begin = monotonicMs() - (continued?.elapsedMs ?? 0);
  const seed = continued?.header.seed ?? options.seed ?? defaults.seed;
  const ground = await groundOf(suite, quotas, options, seed);
  const start = continued ? resumedStart(continued, ground) : freshStart(recordFile, ground);
  const { header } = start;
  if (header.host.instanceType !== undefined) refuseClaimHere(header, shippedCatalog());
  const { maxTimeMs, observationMs, rounds, tuned } = header.plan;
  const { openHost, waitedMs } = benchHosts(start.cases, ground.host, options, maxTimeMs, quotas);
  const isUntimed =
    options.inspectWorker === true || start.cases.some(({ engine }) => isVirtualEngine(engine));
  const timeMs = isUntimed ? null : maxTimeMs;
  const serialPasses = await serialPassesFor(start, ground, openHost, timeMs);
  try {
    const leftMs = timeMs === null ? null : timeMs - (monotonicMs() - begin);
    const time = leftMs === null ? undefined : { leftMs, observationMs, rounds, tuned };
    const { cases, skipped, inputs, prepared } = start.toVisit(serialPasses, time);
    const note = timeNote({ ...header.plan, cases, prepared, serialPasses, maxTimeMs: timeMs });
    if (note !== undefined) options.onNote?.(note);

    const advise: MeasureRounds['advise'] = (soFar) =>
      advisedCases(soFar.record, soFar, inputs, (all) => expandCases(all, ground.host, chunkRule));
    return await intoRecord(start, async ({ append, lines, earlier }) => {
      for (const { case: of, reason } of skipped) append({ kind: 'skipped', case: of.id, reason });
      const usable = await usableCases(cases, serialPasses, append);
      const nothing = nothingToCompare(usable, [...cases, ...skipped.map((one) => one.case)], lines);
      if (nothing !== undefined) {
        for (const { id } of usable)
          append({ kind: 'skipped', case: id, reason: 'Nothing is left to compare.' });
        return append(nothing);
      }
      await measureRounds({
        ...{ advise, waitedMs, begin, header, usable, openHost, serialPasses, prepared, append, options },
        ...(earlier && { earlier }),
      });
    });
  } finally {
    serialPasses.release();
  }
}

interface Appending extends Pick<OpenRecord, 'lines' | 'earlier'> {
  append(line: RecordLine): void;
}

/** Opens the record of a run and closes it whatever becomes of the run. */
async function intoRecord(
  { header, open }: RunStart,
  write: (record: Appending) => Promise<void>,
): Promise<RunRecord> {
  const { writer, lines, ...before } = await open();
  const append = (line: RecordLine) => {
    lines.push(line);
    applyToPlan(header, line);
    writer.append(line);
  };
  let isWritten = false;
  try {
    await write({ ...before, lines, append });
    isWritten = true;
  } finally {
    closeRecord(writer, isWritten);
  }
  return { header, lines, torn: false };
}

/** Looks at this machine and at all that the suite names. */
async function groundOf(
  suite: Suite,
  quotas: Quotas | NoQuotas | undefined,
  options: StudyOptions,
  seed: number,
): Promise<Ground> {
  const host: HostFacts = {
    ...(options.host ?? (await readHost())),
    ...(options.instanceType && { instanceType: options.instanceType }),
    ...(quotas && 'problem' in quotas && { quotaProblem: quotas.problem }),
  };
  const { sweeps, unavailable } = await prepareSuite(suite, host, options, seed);
  if (options.forMs !== undefined && !sweeps.some(({ prepared }) => prepared.loaded.scenario.openEnded)) {
    throw new UsageError('--for sets how long open-ended scenarios run, and none of these is open-ended.');
  }
  return { suite, host, seed, options, sweeps, unavailable };
}

/** One pass of each scenario in serial, which tells how long its tasks are. None for a debugger. */
async function serialPassesFor(
  { cases, header, serialShare, takeOf }: RunStart,
  { sweeps, options }: Ground,
  openHost: OpenHost,
  timeMs: number | null,
): Promise<SerialPasses> {
  if (options.inspectWorker) return noSerialPasses;
  return takeSerialPasses(calledBy(cases, preparedOf(sweeps)), {
    openHost,
    openEndedMs: header.plan.openEndedMs,
    budgetMs: timeMs && serialShare && serialShare * timeMs,
    limitMs: timeMs && SERIAL_LIMIT_SHARE * timeMs,
    caseTimeoutMs: options.caseTimeoutMs,
    takeOf,
    onTaken: (done) => options.onProgress?.({ phase: 'prepare', done, leftMs: null }),
    signal: options.signal,
  });
}

/** What went wrong before is what is told. */
function closeRecord(writer: RecordWriter, tells: boolean): void {
  try {
    writer.close();
  } catch (error) {
    if (tells) throw error;
  }
}

/**
 * The end of a run whose pools are all skipped, so that there is nothing to compare: no failure, each case says why.
 * Undefined where something is left, or where serial alone was asked for.
 */
function nothingToCompare(
  usable: readonly Case[],
  all: readonly Case[],
  lines: readonly RecordLine[],
): RecordLine | undefined {
  const reasons = new Map(
    lines.flatMap((line) => (line.kind === 'skipped' ? [[line.case, line.reason]] : [])),
  );
  if (reasons.size === 0 || reasons.size < lines.length) return undefined;
  if (usable.some(({ engine }) => engine !== SERIAL)) return undefined;
  const pool = all.find(({ id, engine }) => engine !== SERIAL && reasons.has(id));
  if (usable.length > 0 && pool === undefined) return undefined;
  const message =
    usable.length === 0
      ? 'Nothing was measured: every case was skipped.'
      : `Nothing was measured: every case beside serial was skipped. ${reasons.get(pool!.id)}`;
  return { kind: 'stopped', reason: 'rounds', rounds: 0, elapsedMs: 0, message };
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
