import { countCores, type HostFacts, inventHost } from '../../host/index.js';
import { caseId } from '../../measure/cases/index.js';
import { RECORD_SCHEMA, type RecordHeader, type RecordLine, type RunRecord } from '../../record/index.js';
import { DISTURBANCE_GATE } from '../../stats/index.js';
import { measured } from './invented-lines.js';
import type { InventedCase, InventedRun, PlannedCase, RecordedScenario } from './invented-run.js';

/** A valid record for tests of everything that reads one; the same description gives the same record. */
export function inventRecord(run: InventedRun): RunRecord {
  const host = inventHost(run.host ?? { physicalCores: 2 });
  const scenarios = (run.scenarios ?? [{}]).map((given) => inventScenario(given, run.cases));
  const cases = run.cases.map((given) => planned(given, scenarios, host));
  const rounds = run.rounds ?? 10;
  const lines = [
    ...run.cases.flatMap((given, i) => fateOf(given, cases[i]!.id)),
    ...measured(run, cases, scenarios, rounds),
    ...(run.lines ?? []),
    ...stoppedLine(run.stopped, rounds),
  ];
  return { header: inventHeader(run, host, scenarios, cases), lines, torn: false };
}

function inventHeader(
  run: InventedRun,
  host: HostFacts,
  scenarios: RecordedScenario[],
  cases: PlannedCase[],
): RecordHeader {
  return {
    schema: RECORD_SCHEMA,
    plan: {
      suite: 'invented',
      label: 'invented',
      command: 'corewise run cycles',
      startedAt: '2026-01-02T03:04:05.000Z',
      rounds: run.rounds ?? 10,
      minRounds: 10,
      precision: 0.05,
      maxTimeMs: 150_000,
      observationMs: 500,
      openEndedMs: 1000,
      gate: { ...DISTURBANCE_GATE },
      pin: 'none',
      ...run.plan,
      cases,
    },
    host: { ...host, cpus: [...host.cpus], allowed: [...host.allowed] },
    scenarios,
    seed: 1,
    versions: { corewise: '0.0.0', node: '20.0.0' },
  };
}

function inventScenario(given: Partial<RecordedScenario>, cases: readonly InventedCase[]): RecordedScenario {
  const tasks = given.tasks ?? 12;
  const serial = cases.find(({ engine, scenario }) => engine === 'serial' && scenario === given.name)?.wallMs;
  const passMs = typeof serial === 'number' ? serial : 12 * tasks;
  return {
    name: 'cycles',
    description: 'Burns cycles.',
    params: { tasks },
    hash: '0'.repeat(64),
    packages: [],
    openEnded: false,
    tasks,
    taskMs: new Array<number>(tasks).fill(passMs / tasks),
    ...given,
  };
}

function planned(given: InventedCase, scenarios: RecordedScenario[], host: HostFacts): PlannedCase {
  const {
    scenario = scenarios[0]!.name,
    engine,
    dispatch = 'imapUnordered',
    workers = 1,
    chunksize = 1,
  } = given;
  const { quota } = given;
  const cpus = given.cpus ?? null;
  const params = scenarios.find(({ name }) => name === scenario)!.params;
  const confinedTo = cpus === null ? null : cpus.length;
  const replica = {
    ...(given.replica === undefined ? {} : { replica: given.replica }),
    ...(given.cold && { cold: true as const }),
    ...(given.command && { command: given.command }),
    ...(given.sameAs !== undefined && { sameAs: given.sameAs }),
    ...(quota !== undefined && { quota }),
  };
  const setting = { scenario, params, engine, dispatch, workers, chunksize };
  return {
    id: given.id ?? caseId({ ...setting, ...replica, confinedTo, defaults: params }),
    ...setting,
    chunksizeAsked: given.chunksizeAsked ?? [chunksize],
    cores: given.cores ?? Math.min(countCores(host, cpus).cores, quota ?? Number.POSITIVE_INFINITY),
    cpus,
    role: given.role ?? 'asked',
    ...replica,
  };
}

/** What became of a case, apart from its observations. */
function fateOf(given: InventedCase, id: string): RecordLine[] {
  const events = (['skipped', 'failed', 'dropped'] as const).flatMap((kind) => {
    const reason = given[kind];
    return reason === undefined ? [] : [{ kind, case: id, reason }];
  });
  const verified = 'verified' in given ? given.verified : true;
  if (verified === undefined || given.skipped !== undefined) return events;
  const difference = given.difference === undefined ? {} : { difference: given.difference };
  return [...events, { kind: 'verification', case: id, verified, ...difference }];
}

function stoppedLine(stopped: InventedRun['stopped'], rounds: number): RecordLine[] {
  if (stopped === null) return [];
  const message = `All ${rounds} rounds were done.`;
  return [{ kind: 'stopped', reason: 'rounds', rounds, elapsedMs: 1000 * rounds, message, ...stopped }];
}
