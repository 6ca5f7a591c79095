import { countCores, pinPlan, readCpuLimits } from '../host/index.js';
import { type Insight, insight } from '../insight/index.js';
import { createProgress, createStopRule, MemoryRoom } from '../insight/stop-rule/index.js';
import { type Case, scenarioKey, workKey } from '../measure/cases/index.js';
import {
  calledUnder,
  caseLimitMs,
  type Prepared,
  type SerialPasses,
  type StudyOptions,
  serialPassMs,
  visitOnce,
} from '../measure/preparation/index.js';
import {
  type Earlier,
  lastCpuLimits,
  MachineWatch,
  type OpenHost,
  runRounds,
} from '../measure/runner/index.js';
import type { RecordHeader, RecordLine } from '../record/index.js';
import { seededRandom } from '../stats/index.js';
import { isVirtualEngine, sharedMiB } from '../workers/engines/index.js';
import { monotonicMs } from '../workers/session/index.js';

export interface MeasureRounds {
  /** Cases that a record of this run so far advises to try. */
  advise(soFar: Insight): readonly Case[];
  waitedMs(): number;
  /** When the run began, on the clock of `monotonicMs`. */
  begin: number;
  header: RecordHeader;
  usable: Case[];
  openHost: OpenHost;
  serialPasses: SerialPasses;
  prepared: readonly Prepared[];
  append(line: RecordLine): void;
  options: StudyOptions;
  /** What was measured before, where the run goes on. */
  earlier?: Earlier;
}

/** The rounds of a run, into its record, until the stop rule or the user ends them. */
export async function measureRounds({
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
  earlier,
}: MeasureRounds): Promise<void> {
  const { plan } = header;
  const refs = new Map(prepared.map((one) => [scenarioKey(one), one.ref]));
  const inspect = options.inspectWorker === true;
  const isVirtualRun = usable.some(({ engine }) => isVirtualEngine(engine));
  const soFar = insightSoFar(header);
  const race = createStopRule({
    cases: usable,
    rounds: plan.rounds,
    minRounds: plan.minRounds,
    precision: plan.precision,
    maxTimeMs: plan.maxTimeMs,
    observationMs: plan.observationMs,
    hostCores: countCores(header.host).logical,
    gate: plan.gate,
    serialPassMs: (of) => serialPassMs(serialPasses, of),
    analyse: soFar,
    ...(earlier && { earlier }),
    ...(plan.tuned
      ? { tune: (lines: readonly RecordLine[]) => soFar(lines).measurements }
      : { advise: (lines: readonly RecordLine[]) => advise(soFar(lines)) }),
  });
  const room = isVirtualRun ? undefined : memoryRoomOf(header, serialPasses, options);
  await runRounds({
    limitMsOf: (of) => caseLimitMs(of, serialPasses, { ...options, observationMs: plan.observationMs }),
    ...(room && {
      whyNotBegun: (visit, lines) => room.whyNot(visit, lines),
      waitsForSmaller: (visit, lines) => room.isUnsure(visit, lines),
    }),
    // What an invented machine may use says nothing of this one.
    ...(!isVirtualRun && !options.host && { machine: machineWatch(header, earlier) }),
    rule: inspect ? visitOnce(usable, plan.observationMs) : race,
    inspect,
    openHost,
    scenarioOf: (of) => refs.get(workKey(of))!,
    pinsOf: (of) => pinPlan(header.host, of.cpus, of.workers, plan.pin),
    resultsFileOf: (of) =>
      serialPasses.resultsFile(of.scenario, of.params, calledUnder(of.dispatch), of.chunksize),
    serialDiffers: (of) =>
      serialPasses.differs(of.scenario, of.params, calledUnder(of.dispatch), of.chunksize),
    append,
    // What goes on does not visit in the order of the first rounds once more.
    random: seededRandom(header.seed + (earlier?.order ?? 0)),
    ...(earlier && { earlier }),
    openEndedMs: plan.openEndedMs,
    begin,
    waitedMs,
    ...(plan.maxTimeMs !== null && !isVirtualRun && { deadline: begin + plan.maxTimeMs }),
    now: monotonicMs,
    ...(options.signal && { signal: options.signal }),
    ...(options.onProgress && { onVisit: createProgress(plan, options.onProgress, soFar) }),
  });
}

function memoryRoomOf(header: RecordHeader, serialPasses: SerialPasses, options: StudyOptions): MemoryRoom {
  return new MemoryRoom({
    header,
    limitMiB: options.maxWorkerMemoryMiB,
    sharedMiB: sharedMiB(),
    serialMiB(of) {
      const serial = serialPasses.of(of.scenario, of.params);
      return 'failure' in serial ? undefined : serial.peakMemoryMiB;
    },
  });
}

function machineWatch({ host }: RecordHeader, earlier?: Earlier): MachineWatch {
  return new MachineWatch(lastCpuLimits(host, earlier?.lines ?? []), () => readCpuLimits(host));
}

/** The stop rule asks several times between two rounds, and nothing is added to the record meanwhile. */
function insightSoFar(header: RecordHeader): (lines: readonly RecordLine[]) => Insight {
  let last: Insight | undefined;
  return (lines) => {
    if (last?.record.lines.length !== lines.length) {
      last = insight({ header, lines: [...lines], torn: false });
    }
    return last!;
  };
}
