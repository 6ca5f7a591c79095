import { execFileSync } from 'node:child_process';
import { closeSync, ftruncateSync, openSync } from 'node:fs';
import { expect, it } from 'vitest';
import { UsageError } from '../errors.js';
import { fileToRead, pointsIn } from './testing/reading.js';

const { FILE, reading } = fileToRead();
const rows = (count: number, row: (i: number) => string) =>
  `workers,throughput\n${Array.from({ length: count }, (_, i) => row(i)).join('\n')}\n`;

it.each([
  [
    'a header of 4,000 blanks',
    `workers,a${' '.repeat(4_000)}b\n1,1\n2,2\n`,
    /:1: a column's name is 4,002 characters/,
  ],
  [
    '1,000 counts',
    rows(1_000, (i) => `${i + 1},${i + 1}`),
    /A curve of 1,000 worker counts cannot be fitted/,
  ],
  ['2,000,000 rows', rows(2_000_000, () => '1,2'), /has more than 100,000 lines/],
  [
    'figures that are next to nothing',
    'workers,throughput\n1,1e-310\n1,1e-310\n',
    /A throughput of 1e-310 cannot/,
  ],
  ['times that are next to nothing', 'workers,time\n1,1e-310\n1,1e-310\n', /A throughput of Infinity cannot/],
  [
    'more workers than there can be',
    'workers,time\n1,1\n9007199254740991,1\n',
    /:3: "9007199254740991" is not a number/,
  ],
  [
    'a cell without end',
    `workers,throughput\n1,${'9'.repeat(20_000)}\n`,
    /:2: a cell is 20,000 characters long/,
  ],
  [
    'a line without end',
    `workers,throughput\n1,${'9'.repeat(2_000_000)}\n`,
    /:2: the line is 2,000,002 characters/,
  ],
  ['10,000 columns', `workers,throughput${',x'.repeat(10_000)}\n1,2\n`, /:1: found 10,002 cells/],
  ['line feeds and nothing else', `x${'\n'.repeat(1_000_000)}y`, /is in no known format/],
  [
    'lists without end',
    '['.repeat(1_000_000),
    /is not complete JSON: lists and objects are nested more than 100 deep/,
  ],
  ['a million lists', `[${'[],'.repeat(1_000_000)}0]`, /it holds more than 500,000 lists and objects/],
])('%s: a clear error', async (_, content, reason) => {
  await expect(reading(content)).rejects.toThrow(UsageError);
  await expect(reading(content)).rejects.toThrow(reason);
});

it('a file that is larger than any list of measurements is not read to its end', async () => {
  await reading('workers,throughput\n1,2\n2,3\n');
  const descriptor = openSync(FILE, 'r+');
  ftruncateSync(descriptor, 2 ** 30);
  closeSync(descriptor);
  const { readCurves } = await import('./index.js');
  await expect(readCurves(FILE)).rejects.toThrow(`${FILE} is larger than 16 MiB`);
});

it.runIf(process.platform !== 'win32')(
  'a pipe that nothing writes to is not waited for (needs a POSIX system)',
  async () => {
    const fifo = `${FILE}.fifo`;
    execFileSync('mkfifo', [fifo]);
    const { readCurves } = await import('./index.js');
    await expect(readCurves(fifo)).rejects.toThrow(`${fifo} is not a regular file`);
  },
);

it('blanks that JSON does not know are blanks', async () => {
  const json = '{"results":[\v{"command":"a 1","mean":2,},{"command":"a 2","mean":1}]}';
  expect(pointsIn(await reading(json.replaceAll('a ', 'a --threads ')))).toEqual([
    [1, 0.5],
    [2, 1],
  ]);
});
