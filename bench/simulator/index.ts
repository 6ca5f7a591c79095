/**
 * How fast the pool simulator is, and how near to what this machine measures: `npm run bench:simulator`. Costs come
 * from odd rounds of all cases but the one that is predicted, the truth from its even rounds.
 *   --rounds N        default 8, about four minutes on a quiet machine
 *   --scenario NAME   this one alone
 *   --out DIR         for the record; default reports/simulator
 *   --record FILE     measures nothing: judges this record
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import Table from 'cli-table3';
import { measure } from '../../src/index.js';
import { readRecord } from '../../src/record/index.js';
import { formatMs, formatPercent } from '../../src/stats/index.js';
import { type Agreement, agreements } from './agreement.js';
import { secondsFor } from './speed.js';
import { suite } from './suite.js';

const { values: options } = parseArgs({
  options: {
    rounds: { type: 'string', default: '8' },
    scenario: { type: 'string' },
    out: { type: 'string', default: 'reports/simulator' },
    record: { type: 'string' },
  },
});

console.log('A million tasks on a thousand workers, chunksize 1 (under 5 s is asked):');
for (const [dispatch, meanMs] of [
  ['map', 10],
  ['imap', 10],
  ['imapUnordered', 0.01],
] as const) {
  console.log(`  ${dispatch}, tasks of ${formatMs(meanMs)}: ${secondsFor(dispatch, meanMs).toFixed(2)} s`);
}

const { scenario } = options;
const sweeps = suite.sweeps.filter((sweep) => scenario === undefined || sweep.scenario === scenario);
if (options.record === undefined) {
  const rounds = Number(options.rounds);
  await measure({ ...suite, sweeps }, { rounds, observationMs: 300, out: options.out });
}
const record = await readRecord(options.record ?? join(options.out, 'record.jsonl'));
show(agreements(record));

function show(all: readonly Agreement[]): void {
  const head = [
    'scenario',
    'engine',
    'dispatch',
    'workers',
    'chunk',
    'predicted',
    'measured',
    '95 %',
    'off',
    '',
  ];
  const table = new Table({ head, style: { head: [], border: [] } });
  for (const { case: one, predicted, median, low, high, isNear } of all) {
    table.push([
      ...[one.scenario, one.engine, one.dispatch, one.workers, one.chunksize],
      ...[formatMs(predicted), formatMs(median), `${formatMs(low)} to ${formatMs(high)}`],
      ...[formatPercent(predicted / median - 1), isNear ? 'ok' : 'far'],
    ]);
  }
  console.log(table.toString());
  for (const name of new Set(all.map((one) => one.case.scenario))) {
    console.log(
      shareOf(
        name,
        all.filter((one) => one.case.scenario === name),
      ),
    );
  }
  console.log(`${shareOf('all', all)}; 80 % is asked`);
}

function shareOf(name: string, of: readonly Agreement[]): string {
  const near = of.filter(({ isNear }) => isNear).length;
  return `${name}: ${near} of ${of.length} within 10 % or inside the interval (${formatPercent(near / of.length)})`;
}
