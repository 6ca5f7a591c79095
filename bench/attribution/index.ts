/**
 * Puts one cause of loss in at a time and asks whether the loss is found where it belongs:
 * `npm run bench:attribution`, or with `-- --quick`, `-- --only tail,unused`, `-- --fresh`.
 * Pairs are kept in reports/attribution/pairs.jsonl; a later start goes on from there.
 */
import { parseArgs } from 'node:util';
import Table from 'cli-table3';
import { openQuotas, readHost, whyNotConfine } from '../../src/host/index.js';
import { formatMs, type Interval } from '../../src/stats/index.js';
import { injections } from './causes/index.js';
import { isUndisturbed, isWide, type Limits, limits } from './enough.js';
import type { Injection } from './injection.js';
import { MeasuredPairs } from './measured-pairs.js';
import { type Pair, PairMeasurer } from './pair.js';
import { type Judgement, judge, shareOf } from './share.js';

const { values: options } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    fresh: { type: 'boolean', default: false },
    only: { type: 'string', default: Object.keys(injections).join(',') },
    file: { type: 'string', default: 'reports/attribution/pairs.jsonl' },
  },
});
const names = options.only.split(',');
for (const name of names) {
  if (injections[name] === undefined)
    throw new Error(`There is no cause "${name}"; there are ${Object.keys(injections).join(', ')}.`);
}
const limit = options.quick ? limits.quick : limits.full;
const host = await readHost();
const found = names.some((name) => injections[name]!.injected.quota !== undefined) ? openQuotas() : undefined;
const quotas = found && 'close' in found ? found : undefined;
const measurer = new PairMeasurer(host, limit.observationMs, quotas);
const measured = new MeasuredPairs(options.file, options.fresh);

for (const name of names) await measureCause(name, injections[name]!, limit);
await quotas?.close();
console.log(table().toString());

async function measureCause(
  name: string,
  injection: Injection,
  { timeMs, mostPairs }: Limits,
): Promise<void> {
  const needsPlace = injection.injected.neighbour !== undefined;
  if (needsPlace && whyNotConfine(host) !== undefined) return;
  if (injection.injected.quota !== undefined && quotas === undefined) return;
  const begin = performance.now();
  for (let pair = measured.pairsOf(name).length; pair < mostPairs; pair++) {
    if (performance.now() - begin > timeMs || !isWide(measured.pairsOf(name), injection)) return;
    process.stderr.write(`${injection.name}: pair ${pair + 1}\n`);
    measured.add(name, await measurer.measure(injection, pair % 2 === 1));
  }
}

function table(): Table.Table {
  const rows = new Table({
    head: [
      'cause',
      'expected in',
      'loss added',
      'found there',
      '95 % interval',
      'pairs',
      'foreign CPU',
      'verdict',
    ],
    style: { head: [], border: [] },
  });
  for (const name of names) {
    const injection = injections[name]!;
    const all = measured.pairsOf(name);
    const quiet = all.filter((pair) => isUndisturbed(pair, injection));
    const isQuiet = quiet.length >= limit.leastPairs;
    const used = isQuiet ? quiet : all;
    const found = shareOf(used, injection.expected);
    rows.push([
      injection.name,
      injection.expected.join(' + '),
      found.effect ? formatMs(found.effect.value) : '–',
      found.share ? found.share.value.toFixed(2) : '–',
      found.share ? range(found.share) : '–',
      `${used.length}${isQuiet ? '' : ' (disturbed)'} of ${all.length}`,
      `${foreign(used, 'baseline')} → ${foreign(used, 'injected')}`,
      isQuiet || all.length < limit.leastPairs
        ? judge(found, workerMs(used, injection))
        : ('machine too disturbed to tell' satisfies Judgement),
    ]);
  }
  return rows;
}

function range({ low, high }: Interval): string {
  return `${low.toFixed(2)} to ${high.toFixed(2)}`;
}

function foreign(pairs: readonly Pair[], side: keyof Pair): string {
  const known = pairs.flatMap((pair) => pair[side].foreignCpu ?? []);
  return known.length === 0 ? '–' : (known.reduce((sum, cpu) => sum + cpu, 0) / known.length).toFixed(2);
}

function workerMs(pairs: readonly Pair[], { baseline }: Injection): number {
  const walls = pairs.map((pair) => pair.baseline.wallMs);
  return (baseline.workers * walls.reduce((sum, ms) => sum + ms, 0)) / Math.max(1, walls.length);
}
