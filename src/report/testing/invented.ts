import { nameSetting } from '../../insight/analysis/index.js';
import { formatInterval, formatRatio } from '../../stats/index.js';
import type { ReportCase } from '../run/report/case-schema.js';
import { type Finding, REPORT_SCHEMA, type Recommendation, type Report } from '../run/report/schema.js';
import type { TaskTimes } from '../run/report/task-times.js';
import type { Timeline } from '../run/report/timelines.js';
import { inventCases, oneCore, params, serialMs, unmeasured } from './invented-cases.js';
import { inventFits } from './invented-fits.js';

/** A pass of the recommended threads: each task takes as long, and each worker waits a little between two. */
function inventTimelines(report: Pick<Report, 'cases' | 'recommendations'>): Timeline[] {
  return report.recommendations.map(({ scenario, params, caseId, workers }) => {
    const { median } = report.cases.find(({ id }) => id === caseId)!.wallMs!;
    const taskMs = (median - 2) / Math.ceil(12 / workers);
    const chunks = Array.from({ length: 12 }, (_, task): Timeline['chunks'][number] => {
      const started = 0.5 + Math.floor(task / workers) * taskMs;
      return [task % workers, task, 1, started - 0.1, started, started + taskMs - 0.5, task === 3 ? 2 : 0];
    });
    return { scenario, params, case: caseId, workers, round: 2, pass: 1, wallMs: median, chunks };
  });
}

/** Eight tasks in each of three rounds, each round 1 % slower than the one before. */
function inventTaskTimes({ recommendations }: Pick<Report, 'recommendations'>): TaskTimes[] {
  const rounds = [1, 2, 3].map((round) => ({
    round,
    taskMs: Array.from({ length: 8 }, (_, task) => (10 + (task % 4) / 10) * 1.01 ** round),
    chunks: 8,
  }));
  return recommendations.map(({ scenario, params, caseId }) => ({ scenario, params, case: caseId, rounds }));
}

function recommend(cases: ReportCase[], scenario: string): Recommendation {
  const ranked = cases.filter((c) => c.scenario === scenario && c.engine === 'threads' && c.chunksize === 1);
  const best = ranked.reduce((a, b) => (b.speedup!.value > a.speedup!.value * 1.02 ? b : a));
  const speedup = best.speedup!;
  return {
    scenario,
    params: best.params,
    caseId: best.id,
    engine: best.engine,
    dispatch: best.dispatch,
    workers: best.workers,
    chunksize: best.chunksize,
    cores: best.cores,
    speedup,
    verified: best.verified,
    confirmed: { rounds: 5, speedup, verdict: 'confirmed' },
    headline: `${scenario}: use ${nameSetting(best)}: ${formatRatio(speedup.value)} as fast as serial (${formatInterval(speedup)}), 118 ms → 62.1 ms per pass.`,
    why: `${best.workers} processes add nothing beyond ${best.workers} threads: 1.86× (1.82–1.90) with imapUnordered, chunksize 1.`,
  };
}

const findings = (cases: ReportCase[]): Finding[] => [
  {
    check: 'foreign-load',
    severity: 'warning',
    cases: [],
    message:
      'Other processes took up to 0.61 CPU in 3 of 12 rounds; the figures rest on the 9 undisturbed ones.',
    advice: 'Stop other work on this machine, or give the run more time.',
  },
  {
    check: 'chunk-starvation',
    severity: 'warning',
    cases: cases.filter((c) => c.chunksize === 4).map((c) => c.id),
    message:
      'Twelve tasks in chunks of 4 are 3 chunks, so the last chunk keeps one worker busy while others wait.',
    advice: 'Use chunksize 1: it allows 2.00× instead of 1.50×.',
  },
  {
    check: 'serial-differs',
    severity: 'info',
    cases: [],
    message: 'One worker is 1.5 % slower than serial, so the speedup is below the scaling.',
    advice: 'Read the scaling for what more workers give, the speedup for what you gain.',
  },
];

/** A realistic report of a machine with 2 cores: everything measured, all verified. */
export function inventReport(): Report {
  return inventOn({
    physical: 2,
    logical: 2,
    workers: [1, 2],
    cpu: 'Invented Xeon @ 2.50GHz',
    extra: [oneCore()],
  });
}

let large: Report | undefined;

/** The same on 16 physical and 32 logical cores, with dropped, skipped and failed cases. */
export function inventLargeReport(): Report {
  large ??= inventLarge();
  return structuredClone(large);
}

function inventLarge(): Report {
  const report = inventOn({
    physical: 16,
    logical: 32,
    workers: [1, 8, 16, 31, 32],
    cpu: 'Invented EPYC',
    extra: [],
  });
  const [dropped, skipped, failed] = report.cases.filter((c) => c.engine === 'processes');
  Object.assign(dropped!, unmeasured, {
    status: 'dropped',
    reason: 'time was short: processes are dropped third',
  });
  Object.assign(skipped!, unmeasured, { status: 'skipped', reason: 'taskset is not installed' });
  Object.assign(failed!, unmeasured, {
    status: 'failed',
    reason: 'task 3: results differ from serial',
    verified: false,
  });
  return report;
}

/** What a report says of the first of its scenarios. */
export function firstScenario(report: Report): Report {
  const [first] = report.scenarios;
  const of = <T extends { scenario: string }>(all: readonly T[] = []) =>
    all.filter(({ scenario }) => scenario === first!.name);
  return {
    ...report,
    scenarios: [first!],
    cases: of(report.cases),
    fits: of(report.fits),
    recommendations: of(report.recommendations),
    timelines: of(report.timelines),
    taskTimes: of(report.taskTimes),
  };
}

/** An interrupted run that measured nothing: every figure is null. */
export function inventEmptyReport(): Report {
  const report = inventReport();
  const statuses = ['failed', 'skipped', 'dropped'] as const;
  report.cases = report.cases.slice(0, 4).map((c, i) => ({
    ...c,
    ...unmeasured,
    status: i === 0 ? 'ok' : statuses[i - 1]!,
    ...(i === 0 ? {} : { reason: 'interrupted before it was measured' }),
  }));
  report.scenarios = report.scenarios.slice(0, 1).map((scenario) => ({ ...scenario, taskMs: null }));
  report.fits = [];
  report.recommendations = [];
  report.timelines = [];
  report.taskTimes = [];
  report.findings = [];
  report.host = { ...report.host, virtualization: null };
  report.stopped = { reason: 'interrupted', rounds: 0, elapsedMs: 812, message: 'interrupted in round 1' };
  report.disturbance = { ...report.disturbance, rounds: 0, disturbedRounds: 0 };
  return report;
}

interface Machine {
  physical: number;
  logical: number;
  workers: number[];
  cpu: string;
  extra: ReportCase[];
}

function inventOn({ physical, logical, workers, cpu, extra }: Machine): Report {
  const cases = [...inventCases(physical, logical, workers), ...extra];
  const recommendations = [recommend(cases, 'cycles'), recommend(cases, 'calculate-e')];
  return {
    schema: REPORT_SCHEMA,
    label: 'default',
    suite: 'default',
    command: 'corewise run --seed 1',
    startedAt: '2025-01-31T09:30:00.000Z',
    seed: 1,
    host: {
      cpu,
      physicalCores: physical,
      logicalCores: logical,
      allowedCpus: logical,
      quotaCpus: null,
      memoryGiB: 7.8,
      node: 'v20.20.2',
      os: 'Debian GNU/Linux 12 (bookworm)',
      arch: 'x64',
      virtualization: 'kvm',
    },
    versions: { corewise: '0.1.0', node: 'v20.20.2', v8: '11.3.244.8' },
    scenarios: (['cycles', 'calculate-e'] as const).map((name) => ({
      name,
      description:
        name === 'cycles'
          ? 'Burns a fixed number of multiply-adds a task: no memory, no I/O. Expect a straight line up to the physical cores.'
          : 'The sum of 1/k! in doubles: floating-point division. Expect a straight line up to the physical cores.',
      params: params[name],
      hash: '9f2c1e0b7a6d5c4e3f2a1b0c9d8e7f6a5b4c3d2e1f0a9b8c7d6e5f4a3b2c1d0e',
      tasks: 12,
      openEnded: false,
      taskMs: { min: 9.6, median: serialMs[name] / 12, max: 10.9, total: serialMs[name] },
    })),
    cases,
    fits: inventFits(cases, physical, logical),
    chunkAdvice: [],
    dispatchers: [],
    recommendations,
    timelines: inventTimelines({ cases, recommendations }),
    taskTimes: inventTaskTimes({ recommendations }),
    comparisons: [],
    findings: findings(cases),
    stopped: {
      reason: 'time',
      rounds: 12,
      elapsedMs: 148_300,
      message: 'stopped after 12 rounds: out of time',
    },
    disturbance: { rounds: 12, disturbedRounds: 3, gate: { foreignCpu: 0.05, stealShare: 0.01 } },
  };
}
