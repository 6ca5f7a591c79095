// Writes a record of so many observations: `node write-record.js FILE COUNT`.
import { inventRecord } from '../../../src/insight/testing/invented-record.js';
import { createRecord } from '../../../src/record/index.js';
import { seededRandom } from '../../../src/stats/index.js';

const [file = '', count = '1000000'] = process.argv.slice(2);
const CASES = 20;

const random = seededRandom(1);
const workers = Array.from({ length: CASES - 1 }, (_, at) => 1 + (at % 8));
const template = inventRecord({
  rounds: 1,
  cases: [
    { engine: 'serial', wallMs: 120 },
    ...workers.map((own, at) => ({
      engine: 'threads',
      workers: own,
      chunksize: 1 + Math.floor(at / 8),
      wallMs: 125 / own,
    })),
  ],
  host: { physicalCores: 8 },
});
const round = template.lines.filter((line) => line.kind === 'observation');
const rounds = Math.ceil(Number(count) / round.length);
template.header.plan.rounds = rounds;
const record = await createRecord(file, template.header);
let order = 0;
for (let number = 1; number <= rounds; number++)
  for (const line of round) {
    if (order === Number(count)) break;
    const noise = 1 + 0.02 * (random.next() - 0.5);
    record.append({ ...line, round: number, order: ++order, wallMs: line.wallMs.map((ms) => ms * noise) });
  }
record.append({
  kind: 'stopped',
  reason: 'rounds',
  rounds,
  elapsedMs: 500 * order,
  message: `${rounds} rounds, as asked.`,
});
record.close();
