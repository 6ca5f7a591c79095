import { type Analysis, analyse } from '../analysis/index.js';
import { type Case, expandCases } from '../cases/index.js';
import { refuseClaimHere, shippedCatalog } from '../catalog/index.js';
import { chunkRule, findDispatch } from '../dispatch/index.js';
import { findEngine } from '../engines/index.js';
import { UsageError } from '../errors.js';
import { countCores, pinPlan, readHost } from '../host/index.js';
import { createRecord, type RecordHeader, type RecordLine, type RunRecord } from '../record/index.js';
import { type Called, type OpenHost, runRounds } from '../runner/index.js';
import type { Suite } from '../scenario/index.js';
import { checkSuite } from '../scenario/loading/index.js';
import { seededRandom } from '../stats/index.js';
import { monotonicMs } from '../work/index.js';
import { advisedCases } from './advised.js';
import { benchHosts } from './bench-hosts.js';
import { describeScenario, describeUnavailable, headerFor, plainCase } from './header.js';
import { checkInspection, noReferences, visitOnce } from './inspected.js';
import { defaults, type StudyOptions } from './options.js';
import { type Prepared, type PreparedSweep, prepareSuite, settingKey } from './prepare.js';
import { createProgress } from './progress.js';
import { type References, takeReferences, type Wanted } from './references.js';
import { REFERENCE_LIMIT_SHARE, REFERENCE_SHARE, withShares } from './share.js';
import { createStopRule } from './stop-rule.js';
import { sweepInput, unavailableInput } from './sweep-input.js';
import { timeNote } from './time-note.js';
import { withPromises } from './waiting.js';

/** Measures a suite into a record file and returns the record. Throws UsageError before anything is measured. */
export async function conduct(suite: Suite, recordFile: string, options: StudyOptions): Promise<RunRecord> {
  checkSuite(suite, 'the suite given to measure()');
  const { inspectWorker = false } = options;
  const begin = monotonicMs();
  if (inspectWorker) checkInspection(options);
  const seed = options.seed ?? defaults.seed;
  const host = {
    ...(options.host ?? (await readHost())),
    ...(options.instanceType && { instanceType: options.instanceType }),
  };
  const { sweeps, unavailable } = await prepareSuite(suite, options, seed);
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
  const asked = (of: readonly Case[]) => (inspectWorker ? of.filter(({ role }) => role === 'asked') : of);
  const first = asked(expand(sweeps).cases);
  const header = headerFor(suite, host, seed, options);
  header.plan.cases = first.map(plainCase);
  refuseClaimHere(header, shippedCatalog());
  const { openHost, waitedMs } = benchHosts(first, host, options, header.plan.maxTimeMs);
  const time = first.some(isVirtual) || inspectWorker ? null : header.plan.maxTimeMs;
  const references = inspectWorker
    ? noReferences
    : await takeReferences(calledBy(first, preparedOf(sweeps)), {
        openHost,
        openEndedMs: header.plan.openEndedMs,
        budgetMs: time && REFERENCE_SHARE * time,
        limitMs: time && REFERENCE_LIMIT_SHARE * time,
        onTaken: (done) => options.onProgress?.({ phase: 'prepare', done, leftMs: null }),
        signal: options.signal,
      });
  const { observationMs, rounds } = header.plan;
  const left = time === null ? undefined : { leftMs: time - (monotonicMs() - begin), observationMs, rounds };
  const measured = withShares(sweeps, first, references, left);
  const prepared = preparedOf(measured);
  const { inputs, ...expanded } = expand(measured);
  const { cases, skipped } = withPromises(
    { ...expanded, cases: [...asked(expanded.cases)] },
    inputs,
    references,
    options,
    (all) => expandCases(all, host, chunkRule),
  );
  // Skipped cases belong to the plan, so that the report can say why they were.
  header.plan.cases = [...cases, ...skipped.map((each) => each.case)].map(plainCase);
  const note = timeNote({ ...header.plan, cases, prepared, references, maxTimeMs: time });
  if (note !== undefined) options.onNote?.(note);
  const advise = (record: RunRecord, analysis: Analysis) =>
    advisedCases(record, analysis, inputs, (all) => expandCases(all, host, chunkRule));
  header.scenarios = [
    ...prepared.map((one) => describeScenario(one, references)),
    ...describeUnavailable(unavailable),
  ];
  try {
    const writer = await createRecord(recordFile, header);
    const lines: RecordLine[] = [];
    const append = (line: RecordLine) => {
      lines.push(line);
      if (line.kind === 'added') header.plan.cases.push(line.added);
      writer.append(line);
    };
    try {
      for (const { case: of, reason } of skipped) append({ kind: 'skipped', case: of.id, reason });
      const usable = await usableCases(cases, references, append);
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
          references,
          prepared,
          append,
          options,
        });
    } finally {
      writer.close();
    }
    return { header, lines, torn: false };
  } finally {
    references.release();
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

function isVirtual({ engine }: Case): boolean {
  return findEngine(engine).placement === 'virtual';
}

interface MeasureRounds {
  /** Cases that a record of this run so far advises to try. */
  advise(record: RunRecord, analysis: Analysis): readonly Case[];
  waitedMs(): number;
  /** When the run began, on the clock of `monotonicMs`. */
  begin: number;
  header: RecordHeader;
  usable: Case[];
  openHost: OpenHost;
  references: References;
  prepared: readonly Prepared[];
  append(line: RecordLine): void;
  options: StudyOptions;
}

async function measureRounds({
  advise,
  waitedMs,
  begin,
  header,
  usable,
  openHost,
  references,
  prepared,
  append,
  options,
}: MeasureRounds): Promise<void> {
  const { plan } = header;
  const refs = new Map(prepared.map((one) => [settingKey(one.name, one.params), one.ref]));
  const inspect = options.inspectWorker === true;
  const isVirtualRun = usable.some(isVirtual);
  const race = createStopRule({
    cases: usable,
    rounds: plan.rounds,
    minRounds: plan.minRounds,
    precision: plan.precision,
    maxTimeMs: plan.maxTimeMs,
    observationMs: plan.observationMs,
    hostCores: countCores(header.host).logical,
    gate: plan.gate,
    serialPassMs: (of) => {
      const reference = references.of(of.scenario, of.params);
      return 'failure' in reference ? 0 : reference.passMs;
    },
    analyse: (lines) => analyse({ header, lines: [...lines], torn: false }),
    advise: (lines) => {
      const record = { header, lines: [...lines], torn: false };
      return advise(record, analyse(record));
    },
  });
  await runRounds({
    rule: inspect ? visitOnce(usable, plan.observationMs) : race,
    inspect,
    openHost,
    scenarioOf: (of) => refs.get(settingKey(of.scenario, of.params))!,
    pinsOf: (of) => pinPlan(header.host, of.cpus, of.workers, plan.pin),
    resultsFileOf: (of) => references.resultsFile(of.scenario, of.params, calledUnder(of.dispatch)),
    append,
    random: seededRandom(header.seed),
    openEndedMs: plan.openEndedMs,
    begin,
    waitedMs,
    ...(plan.maxTimeMs !== null && !isVirtualRun && { deadline: begin + plan.maxTimeMs }),
    now: monotonicMs,
    ...(options.signal && { signal: options.signal }),
    ...(options.onProgress && { onVisit: createProgress(plan, options.onProgress) }),
  });
}

function calledUnder(dispatch: string): Called {
  return findDispatch(dispatch).perWorker ? 'consume' : 'run';
}

/** What serial has to run of each scenario: its `run` where there is one, its `consume` where a case calls that. */
function calledBy(cases: readonly Case[], prepared: readonly Prepared[]): Wanted[] {
  return prepared.flatMap((one) => {
    const own = cases.filter((of) => settingKey(of.scenario, of.params) === settingKey(one.name, one.params));
    const main: Called = one.loaded.scenario.run ? 'run' : 'consume';
    return [...new Set([main, ...own.map(({ dispatch }) => calledUnder(dispatch))])].map((called) => ({
      prepared: one,
      called,
    }));
  });
}

/** Cases that can be visited; for the others the reason is recorded. */
async function usableCases(
  cases: readonly Case[],
  references: References,
  append: (line: RecordLine) => void,
): Promise<Case[]> {
  const usable: Case[] = [];
  for (const of of cases) {
    const reference = references.of(of.scenario, of.params, calledUnder(of.dispatch));
    const unavailable = await findEngine(of.engine).unavailable?.();
    if ('failure' in reference && reference.interrupted) continue;
    if ('failure' in reference) append({ kind: 'failed', case: of.id, reason: reference.failure });
    else if (unavailable !== undefined) append({ kind: 'skipped', case: of.id, reason: unavailable });
    else usable.push(of);
  }
  return usable;
}
