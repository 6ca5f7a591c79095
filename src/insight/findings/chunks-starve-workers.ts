import { isOneRun, workKey } from '../../measure/cases/index.js';
import type { RunRecord } from '../../record/index.js';
import {
  formatPercent,
  formatRatio,
  formatRatioInterval,
  type Interval,
  inWords,
  liesAbove,
  liesBelow,
} from '../../stats/index.js';
import { bySpeedup, type CaseResult, groupBy, nameWork } from '../analysis/index.js';
import { type AdvisedAnalysis, adviceFor, type ChunkAdvice, namedChunksize } from '../chunks/index.js';
import { type Bound, granularityBound } from '../scaling/index.js';
import type { Finding } from './finding.js';

/** A smaller chunksize has to raise the binding bound by more than this to be worth a word. */
const WORTHWHILE = 1.1;
/** A measured speedup that surely reaches this share of the bound by chunks needs no other explanation. */
const EXPLAINED = 0.8;

/** One setting in which chunks are too few, or too few to share out evenly. */
interface Starvation {
  name: string;
  tasks: number;
  chunksize: number;
  chunks: number;
  workers: number;
  bound: Bound;
  /** The chunksize that is advised, or 1 where none is, and what it allows with the same workers. */
  better: { chunksize: number; bound: Bound };
  cases: CaseResult[];
}

/**
 * Chunks leave workers without work: granularity, not a serial fraction. Fewer chunks than workers are a count. That
 * smaller chunks could be shared more evenly rests on task times that were measured once: it is said only where the
 * whole interval of a measured speedup leaves room for a tenth more below the bound of chunksize 1.
 */
export function chunksStarveWorkers(record: RunRecord, analysis: AdvisedAnalysis): Finding[] {
  const measured = analysis.cases.filter(
    // A whole program is no chunk: what it does inside is not known.
    ({ status, bound, case: one }) =>
      status === 'ok' && bound !== null && one.quota === undefined && !isOneRun(one),
  );
  const advice = analysis.chunkAdvice;
  return [...groupBy(measured, granularityKey).values()]
    .flatMap((sameGranularity) => starvationOf(sameGranularity, record, advice))
    .map((starvation) => ({
      check: 'chunks-starve-workers',
      severity: 'warning' as const,
      cases: starvation.cases.map((result) => result.case.id),
      message: messageOf(starvation),
      advice: adviceOf(starvation),
    }));
}

function granularityKey({ case: one }: CaseResult): string {
  return [workKey(one), one.chunksize, one.workers, one.cores].join(' ');
}

function starvationOf(
  cases: CaseResult[],
  { header }: RunRecord,
  advice: readonly ChunkAdvice[],
): Starvation[] {
  const { case: one, bound } = cases[0]!;
  const scenario = header.scenarios.find(
    (each) => workKey({ ...each, scenario: each.name }) === workKey(one),
  );
  if (!scenario || !bound) return [];
  const { tasks, taskMs } = scenario;
  const { chunksize, workers, cores } = one;
  const known = cases.toSorted(bySpeedup).flatMap((result) => adviceFor(result.case, advice) ?? [])[0];
  const size = known ? namedChunksize(known) : 1;
  // The advice knows what smaller chunks would cost as well.
  if (chunksize > 1 && size >= chunksize) return [];
  const allowed = granularityBound({ taskMs, tasks, chunksize: size, workers, cores }) ?? bound;
  const better = { chunksize: size, bound: allowed };
  const chunks = Math.ceil(tasks / chunksize);
  const gains = bound.binds === 'chunks' && binding(allowed) > WORTHWHILE * binding(bound);
  if (chunks >= workers && !(gains && hasRoom(cases, allowed))) return [];
  return [
    { name: nameWork(one, header.plan.cases), tasks, chunksize, chunks, workers, bound, better, cases },
  ];
}

function hasRoom(cases: readonly CaseResult[], finest: Bound): boolean {
  return cases.some(({ speedup }) => liesBelow(speedup, binding(finest) / WORTHWHILE));
}

function binding({ chunks, cores }: Bound): number {
  return Math.min(chunks, cores);
}

function messageOf(starvation: Starvation): string {
  const { name, bound } = starvation;
  const bounds = `the bound is ${formatRatio(bound.chunks)} by chunks and ${formatRatio(bound.cores)} by cores`;
  return `${name}: ${shortageIn(starvation)}: ${bounds}, so ${consequenceOf(starvation)}.`;
}

/** `twelve tasks in chunks of four are three chunks, and three chunks can keep only three of ten workers busy` */
function shortageIn({ tasks, chunksize, chunks, workers }: Starvation): string {
  const number = inWords(chunks);
  const noun = chunks === 1 ? 'chunk' : 'chunks';
  const verb = chunks === 1 ? 'is' : 'are';
  const cut =
    tasks === 1
      ? 'one task is one chunk'
      : `${inWords(tasks)} tasks in chunks of ${inWords(chunksize)} ${verb} ${number} ${noun}`;
  return chunks < workers
    ? `${cut}, and ${number} ${noun} can keep only ${number} of ${inWords(workers)} workers busy`
    : `${cut}, which ${inWords(workers)} workers cannot share evenly`;
}

function consequenceOf(starvation: Starvation): string {
  const { bound, better, chunksize } = starvation;
  const smaller = `chunksize ${better.chunksize}`;
  const measured = measuredIn(starvation);
  if (bound.binds === 'cores') {
    const whatever = `the cores bind at ${formatRatio(bound.cores)} whatever the chunksize${measured}`;
    if (chunksize === 1) return `${whatever}; more tasks would change nothing without more cores`;
    return `${whatever}; ${smaller} would raise the bound by chunks to ${formatRatio(better.bound.chunks)}, which only more cores could use`;
  }
  const binds = `the chunks bind here${measured}`;
  if (chunksize === 1)
    return `${binds}; only more tasks would raise the bound; more cores would change nothing`;
  const end = better.bound.binds === 'cores' ? ', where the cores bind' : '';
  return `${binds}; ${smaller} would raise the bound to ${formatRatio(binding(better.bound))}${end}; more cores alone would change nothing`;
}

function measuredIn({ cases }: Starvation): string {
  const values = speedups(cases);
  if (values.length === 0) return '';
  const [low, high] = [slowest(values), fastest(values)].map(formatRatioInterval);
  return low === high ? `; measured: ${low}` : `; measured: ${low} to ${high}`;
}

function adviceOf(starvation: Starvation): string {
  const { chunks, chunksize, workers, bound } = starvation;
  if (bound.binds === 'cores') return 'Use as many workers as there are cores: more of them gain nothing.';
  const smaller = chunksize > 1 ? 'Smaller chunks' : 'More tasks';
  const remark = amdahlRemark(starvation);
  if (chunks >= workers) return `${smaller} can be shared more evenly.${remark}`;
  const fewer = `${inWords(chunks)} ${chunks === 1 ? 'worker' : 'workers'}`;
  return `${smaller} would give every worker something to do; as it is, ${fewer} would do as much.${remark}`;
}

/**
 * The serial fraction that Amdahl's law (1967) would need to explain the measured speedup s on p processors,
 * (1/s − 1/p) ÷ (1 − 1/p), where in truth the chunks explain it.
 */
function amdahlRemark({ cases, workers, bound }: Starvation): string {
  const values = speedups(cases);
  if (values.length === 0) return '';
  const measured = fastest(values);
  if (!liesAbove(measured, EXPLAINED * bound.chunks)) return '';
  const speedup = measured.value;
  const processors = Math.min(workers, bound.cores);
  const fraction = (1 / speedup - 1 / processors) / (1 - 1 / processors);
  if (fraction < 0.01) return '';
  return ` An Amdahl fit would blame a serial fraction of ${formatPercent(fraction)} that does not exist.`;
}

function speedups(cases: readonly CaseResult[]): Interval[] {
  return cases.flatMap(({ speedup }) => speedup ?? []);
}

function slowest(values: readonly Interval[]): Interval {
  return values.reduce((a, b) => (b.value < a.value ? b : a));
}

function fastest(values: readonly Interval[]): Interval {
  return values.reduce((a, b) => (b.value > a.value ? b : a));
}
