import { ASSUMED_BETWEEN_RUNS } from '../../../insight/analysis/index.js';
import { counted, formatPercent } from '../../../stats/index.js';
import { nameChange } from '../wording.js';
import type { ComparedBenchmark } from './schema.js';

type Verdict = ComparedBenchmark['verdict'];

const nameOf = (verdict: Verdict): string => (verdict === 'same' ? 'the same' : verdict);

/** How many changed, the one that changed most, and what that rests on. */
export function answerOf(all: readonly ComparedBenchmark[]): { headline: string; why: string } {
  return { headline: `${headlineOf(all)}.`, why: [...othersOf(all), basisOf(all)].join(' ') };
}

/** The slower ones first, the worst on top; then the faster ones, what is open, and what is the same. */
export function worstFirst(all: readonly ComparedBenchmark[]): ComparedBenchmark[] {
  const order: readonly Verdict[] = ['slower', 'faster', 'cannot tell yet', 'same'];
  const size = ({ ratio }: ComparedBenchmark) => Math.abs(Math.log(ratio.value));
  return [...all].sort((a, b) => order.indexOf(a.verdict) - order.indexOf(b.verdict) || size(b) - size(a));
}

function headlineOf(all: readonly ComparedBenchmark[]): string {
  const [most] = worstFirst(all);
  if (most!.verdict === 'same') return `${those(all.length, all.length)} the same speed as before`;
  if (most!.verdict === 'cannot tell yet')
    return `${counted(all.length, 'benchmark')}: none is certain to be slower or faster`;
  const changed = all.filter(({ verdict }) => verdict === most!.verdict).length;
  return `${those(changed, all.length)} ${most!.verdict}: “${most!.name}”${changed === 1 ? '' : ' most'}, ${nameChange(most!.ratio)}`;
}

/** `2 of 7 benchmarks are`; `The only benchmark is`; `All 7 benchmarks are`. */
function those(some: number, all: number): string {
  if (all === 1) return 'The only benchmark is';
  if (some === all) return `All ${all} benchmarks are`;
  return `${some} of ${all} benchmarks ${some === 1 ? 'is' : 'are'}`;
}

/** Nothing where they are all alike: the headline says so. */
function othersOf(all: readonly ComparedBenchmark[]): string[] {
  const counts = (['slower', 'faster', 'same', 'cannot tell yet'] as const)
    .map((verdict) => ({ verdict, count: all.filter((one) => one.verdict === verdict).length }))
    .filter(({ count }) => count > 0);
  if (counts.length === 1) return [];
  return [`In all: ${counts.map(({ verdict, count }) => `${count} ${nameOf(verdict)}`).join(', ')}.`];
}

function basisOf(all: readonly ComparedBenchmark[]): string {
  const { before, after } = all[0]!.files;
  return Math.min(before, after) < 2
    ? `With one file per side, two runs of the same code are assumed to differ by up to ${formatPercent(ASSUMED_BETWEEN_RUNS)}.`
    : `Over ${counted(before, 'file')} before and ${counted(after, 'file')} after.`;
}
