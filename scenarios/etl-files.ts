// Stresses: what most batch jobs are: read a file, clean and sum up its records, write the result. Each task has a
// file of its own, so that workers share nothing but the disk.
// Expect: nearly a straight line while the files are in memory, as they are here: just written, they never come
// from the disk. Strings make garbage, and the collectors of all workers want cores too.
import { createHash, randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { threadId } from 'node:worker_threads';
import { defineScenario } from 'corewise/scenario';

/**
 * `tasks`, `prepare` and `cleanup` run in one process and so agree on it. Workers, which may be other processes,
 * get whole paths in their tasks.
 */
const folder = join(tmpdir(), `corewise-etl-files-${randomUUID()}`);

interface FileTask {
  input: string;
  output: string;
}

interface Summary {
  /** Records that were kept. */
  records: number;
  rejected: number;
  /** SHA-256 of what was written. */
  checksum: string;
}

interface Sale {
  date: string;
  region: string;
  product: string;
  quantity: number;
  cents: number;
}

const inputOf = (file: number) => join(folder, `sales-${file}.csv`);
const outputOf = (file: number) => join(folder, `sales-${file}.json`);

const REGIONS = ['north', 'East', ' south ', 'WEST', ''];

/** Sales as people type them: spaces, capitals, empty fields, a price in words. Roughly one in nine is no use. */
function invent(file: number, lines: number): string {
  let value = file + 1;
  const draw = (below: number) => {
    value = (Math.imul(value, 1664525) + 1013904223) >>> 0;
    return Math.floor((value / 2 ** 32) * below);
  };
  const two = (number: number) => String(number).padStart(2, '0');
  let text = 'date,region,product,quantity,price\n';
  for (let line = 0; line < lines; line++) {
    const date = `2026-${two(1 + draw(12))}-${two(1 + draw(28))}`;
    const region = REGIONS[draw(40) === 0 ? 4 : draw(4)];
    const price = draw(20) === 0 ? 'on request' : `${draw(200)}.${two(draw(100))}`;
    text += `${date},${region},product ${draw(500)}, ${draw(25)},${price}\n`;
  }
  return text;
}

/** Undefined for a record that is no use. */
function clean(line: string): Sale | undefined {
  const [date, region, product, quantity, price] = line.split(',').map((field) => field.trim());
  const sale = {
    date: date ?? '',
    region: region?.toLowerCase() ?? '',
    product: product ?? '',
    quantity: Number(quantity),
    cents: Math.round(Number(price) * 100),
  };
  const isUsable = sale.region !== '' && sale.quantity > 0 && Number.isFinite(sale.cents);
  return isUsable ? sale : undefined;
}

/** Turnover by product, largest first, and by month and region. */
function summarise(sales: readonly Sale[]): object {
  const products = new Map<string, number>();
  const months: Record<string, Record<string, number>> = {};
  for (const { date, region, product, quantity, cents } of sales) {
    products.set(product, (products.get(product) ?? 0) + quantity * cents);
    months[date.slice(0, 7)] ??= {};
    const regions = months[date.slice(0, 7)]!;
    regions[region] = (regions[region] ?? 0) + quantity * cents;
  }
  const ranked = [...products].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
  return { products: ranked.slice(0, 100), months };
}

/** Never half a file, whatever becomes of the worker: a rename replaces it whole. */
function writeWhole(path: string, text: string): void {
  const unfinished = `${path}.${process.pid}-${threadId}`;
  writeFileSync(unfinished, text);
  renameSync(unfinished, path);
}

function convert({ input, output }: FileTask): Summary {
  const lines = readFileSync(input, 'utf8').trimEnd().split('\n').slice(1);
  const sales = lines.map(clean).filter((sale) => sale !== undefined);
  const text = JSON.stringify({ ...summarise(sales), sales });
  writeWhole(output, text);
  return {
    records: sales.length,
    rejected: lines.length - sales.length,
    checksum: createHash('sha256').update(text).digest('hex'),
  };
}

export default defineScenario({
  name: 'etl-files',
  description:
    'Reads files of sales, cleans and sums up their records and writes the results: workers share nothing. Expect nearly a straight line while the files are in memory; the collectors want cores too.',
  params: { files: 24, lines: 3000 },
  tasks: ({ files }) =>
    Array.from({ length: files }, (_, file): FileTask => ({ input: inputOf(file), output: outputOf(file) })),
  prepare({ params: { files, lines } }) {
    mkdirSync(folder, { mode: 0o700 });
    for (let file = 0; file < files; file++) writeFileSync(inputOf(file), invent(file, lines));
  },
  cleanup: () => rmSync(folder, { recursive: true, force: true }),
  // Synchronous reads and writes: a worker has one task at a time, and nobody else who could use the time.
  run: (task) => convert(task),
  cost: (_task, { lines }) => lines / 800,
});
