import Table from 'cli-table3';
import { formatRatio, median, ratioInterval } from '../../src/stats/index.js';
import { ours } from './contenders.js';
import type { Cost } from './cost.js';
import type { Sample } from './sample.js';
import { type Load, tasksOf } from './samples.js';
import type { Start } from './start.js';

/** By contender, a round each; undefined where it gave no answer. */
export type Samples<T> = Map<string, (T | undefined)[]>;

const THREADS = 'raw messages';
const PROCESSES = 'raw messages, processes';
/** What a contender is compared with. */
const bareOf = (name: string) => (/process|Python/.test(name) ? PROCESSES : THREADS);
const shown = (name: string) => (name in ours ? `corewise ${name}` : name);

export function loadTable(load: Load, samples: Samples<Sample>): string {
  const { lengthUs, workers } = load;
  const table = new Table({
    head: ['µs per task', 'wall', 'main', 'all CPU', '÷ raw: wall', 'main', 'all CPU'],
    style: { head: [], border: [], compact: true },
  });
  for (const when of ['fresh', 'warm'] as const) {
    table.push([{ colSpan: 7, content: when }]);
    for (const [name, own] of samples) {
      const pairs = pairsOf(own, samples.get(bareOf(name))!);
      if (pairs.length === 0) continue;
      const middle = (of: keyof Cost) => median(pairs.map(({ sample }) => sample[when][of])).toFixed(1);
      const ratio = (of: keyof Cost) =>
        ratioCell(pairs.map(({ sample, bare }) => sample[when][of] / bare[when][of]));
      const isBare = name === bareOf(name);
      const ratios = isBare ? ['', '', ''] : [ratio('wallUs'), ratio('mainUs'), ratio('allUs')];
      table.push([shown(name), middle('wallUs'), middle('mainUs'), middle('allUs'), ...ratios]);
    }
  }
  const length = lengthUs === 0 ? 'nothing' : `${lengthUs} µs`;
  const ideal = (lengthUs / workers).toFixed(1);
  return `Tasks of ${length}, ${workers} workers, ${tasksOf(load)} tasks a pass; ideal wall ${ideal} µs\n${table}`;
}

export function startTable(starts: Samples<Start>, moves: Record<'bare' | 'pool', number[]>): string {
  const table = new Table({
    head: ['2 workers', 'ready, ms', '÷ raw', 'MiB a worker', '÷ raw'],
    style: { head: [], border: [], compact: true },
  });
  for (const [name, own] of starts) {
    const pairs = pairsOf(own, starts.get(bareOf(name))!);
    if (pairs.length === 0) continue;
    const isBare = name === bareOf(name);
    const row = (of: keyof Start, digits: number) => [
      median(pairs.map(({ sample }) => sample[of])).toFixed(digits),
      isBare ? '' : ratioCell(pairs.map(({ sample, bare }) => sample[of] / bare[of])),
    ];
    // What processes hold is theirs.
    const memory = bareOf(name) === PROCESSES ? ['', ''] : row('workerMiB', 2);
    table.push([shown(name), ...row('readyMs', 1), ...memory]);
  }
  const ratios = moves.pool.map((us, round) => us / moves.bare[round]!);
  const [bare, pool] = [median(moves.bare).toFixed(0), median(moves.pool).toFixed(0)];
  return `${table}\nA MiB moved to a worker and back: bare ${bare} µs, Pool.apply ${pool} µs, ÷ bare ${ratioCell(ratios)}`;
}

/** Samples of a contender with the bare one of the same round. */
function pairsOf<T>(own: readonly (T | undefined)[], bare: readonly (T | undefined)[]) {
  return own.flatMap((sample, round) => {
    const beside = bare[round];
    return sample === undefined || beside === undefined ? [] : [{ sample, bare: beside }];
  });
}

/** The geometric mean, with its interval of 95 %. */
function ratioCell(ratios: readonly number[]): string {
  const interval = ratioInterval(ratios.filter((ratio) => ratio > 0).map(Math.log));
  if (!interval) return '–';
  return `${formatRatio(interval.value)} (${interval.low.toFixed(2)}–${interval.high.toFixed(2)})`;
}
