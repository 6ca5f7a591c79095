import { type Case, scenarioKey, workKey } from '../../measure/cases/index.js';
import {
  type CeilingObservation,
  type Confirmation,
  isVirtualIn,
  type Observation,
  type RecordHeader,
  type RecordLine,
  type RunRecord,
} from '../../record/index.js';
import { sum } from '../../stats/index.js';
import { type RoundRatio, roundRatios } from './ratios.js';
import { ceilingKey, groupBy } from './references.js';
import { byRound, disturbedIn, firstByRound, type Sample, type Samples, sampleOf } from './samples.js';

/** A record's measurements, ready to be compared within rounds. */
export interface Measurements {
  cases: readonly Case[];
  /** Usable observations by case id: none in which a task failed or was lost, none of wrong results. */
  samples: ReadonlyMap<string, Samples>;
  /** The same without repeats: the first visit of every round, disturbed or not. */
  firstVisits: ReadonlyMap<string, Samples>;
  /** The same of the rounds that confirm a recommendation. */
  confirmations: ReadonlyMap<string, Samples>;
  /** Every observation by case id, in order. */
  observations: ReadonlyMap<string, readonly Observation[]>;
  /** Ceiling ÷ one worker by `ceilingKey`. */
  ceilings: ReadonlyMap<string, RoundRatio[]>;
  scenarioOf(one: Case): RecordHeader['scenarios'][number] | undefined;
  /** CPUs of the machines that the case's workers were on, where those are others than this one. */
  otherCoresOf(one: Case): number | undefined;
  /** CPUs that its workers had, on whatever machine. */
  coresOf(one: Case): number;
  /** Whether the times of that engine's cases are what cost functions say. */
  isVirtual(engine: string): boolean;
}

export function measurementsOf(record: RunRecord): Measurements {
  const { header, lines } = record;
  const disturbed = disturbedIn(record);
  const scenarios = new Map(header.scenarios.map((scenario) => [scenarioKey(scenario), scenario]));
  const scenarioOf = (one: Case) => scenarios.get(workKey(one));
  const { cases } = header.plan;
  const observations = groupBy(
    lines.filter((line): line is Observation => line.kind === 'observation'),
    (observation) => observation.case,
  );
  const wrong = new Set(lines.flatMap((line) => (isWrong(line) ? [line.case] : [])));
  const confirmations = groupBy(
    lines.filter((line): line is Confirmation => line.kind === 'confirmation'),
    (confirmation) => confirmation.case,
  );
  const sampled = (of: ReadonlyMap<string, Visited[]>, oneARound: (samples: readonly Sample[]) => Samples) =>
    new Map(
      cases.map((one) => {
        const tasks = scenarioOf(one)?.tasks ?? 0;
        const usable = wrong.has(one.id) ? [] : (of.get(one.id) ?? []).filter(isUsable);
        return [one.id, oneARound(usable.map((visited) => sampleOf(visited, tasks, disturbed)))];
      }),
    );
  const samples = sampled(observations, byRound);
  const ceilings = ceilingsOf(
    lines.filter((line) => line.kind === 'ceiling'),
    samples,
    disturbed,
  );
  const otherCores = new Map(
    [...observations].flatMap(([id, all]) => {
      const hosts = all.find((seen) => seen.hosts !== undefined)?.hosts;
      return hosts ? [[id, sum(hosts.map(({ cores }) => cores))]] : [];
    }),
  );
  return {
    cases,
    samples,
    firstVisits: sampled(observations, firstByRound),
    confirmations: sampled(confirmations, byRound),
    observations,
    ceilings,
    scenarioOf,
    otherCoresOf: ({ id }) => otherCores.get(id),
    coresOf: ({ id, cores }) => otherCores.get(id) ?? cores,
    isVirtual: (engine) => isVirtualIn(header, engine),
  };
}

type Visited = Observation | Confirmation;

function isWrong(line: RecordLine): line is Extract<RecordLine, { kind: 'verification' }> {
  return line.kind === 'verification' && line.verified === false;
}

/** An error never becomes a measurement. */
function isUsable({ counts }: Visited): boolean {
  return counts.failed === 0 && counts.lost === 0;
}

/** The sessions' throughputs together ÷ that of the one-worker case in the same round. */
function ceilingsOf(
  lines: readonly CeilingObservation[],
  samples: ReadonlyMap<string, Samples>,
  disturbed: (line: CeilingObservation) => boolean,
): Map<string, RoundRatio[]> {
  const ratios = [...groupBy(lines, ceilingKey)].map(([key, sameSetting]) => {
    const together = byRound(sameSetting.map((line) => ceilingSample(line, disturbed(line))));
    const one = samples.get(sameSetting[0]!.reference) ?? new Map();
    return [key, roundRatios(together, one)] as const;
  });
  return new Map(ratios);
}

function ceilingSample(line: CeilingObservation, disturbed: boolean): Sample {
  return {
    round: line.round,
    throughput: sum(line.throughputs),
    wallMs: 0,
    disturbed,
  };
}
