import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { fileToRead, pointsIn } from './testing/reading.js';

const { reading } = fileToRead();

const utf16 = (text: string, isBig = false): Buffer => {
  const bytes = Buffer.from(`\uFEFF${text}`, 'utf16le');
  return isBig ? bytes.swap16() : bytes;
};

describe('a table of measurements is read', () => {
  test.each<[what: string, content: string | Buffer, points: number[][]]>([
    [
      'UTF-8 with a mark',
      '\uFEFFworkers,time\n1,2\n2,1\n',
      [
        [1, 0.5],
        [2, 1],
      ],
    ],
    [
      'UTF-16, little end first',
      utf16('workers\ttime\r\n1\t2\r\n2\t1\r\n'),
      [
        [1, 0.5],
        [2, 1],
      ],
    ],
    [
      'UTF-16, big end first',
      utf16('workers,time\n1,2\n2,1\n', true),
      [
        [1, 0.5],
        [2, 1],
      ],
    ],
    [
      'windows-1252',
      Buffer.from('workers;time (\xb5s)\n1;1\xa0000,5\n2;800,4\n', 'latin1'),
      [
        [1, 999.5],
        [2, 1249.38],
      ],
    ],
    [
      'gzip',
      gzipSync('workers,time\n1,2\n2,1\n'),
      [
        [1, 0.5],
        [2, 1],
      ],
    ],
    [
      'semicolons, decimal commas',
      'workers;time\n1;2,5\n2;1,25\n',
      [
        [1, 0.4],
        [2, 0.8],
      ],
    ],
    [
      'tabs, decimal commas',
      'workers\ttime\n1\t2,5\n2\t1,25\n',
      [
        [1, 0.4],
        [2, 0.8],
      ],
    ],
    [
      'quoted decimal commas',
      'workers,time\n1,"2,5"\n2,"1,25"\n',
      [
        [1, 0.4],
        [2, 0.8],
      ],
    ],
    [
      'spaced thousands',
      'workers;throughput\n1;1 234,5\n2;2 400\n',
      [
        [1, 1234.5],
        [2, 2400],
      ],
    ],
    [
      'thin spaces',
      'workers;throughput\n1;1\u202f234,5\n2;2\u2009400\n',
      [
        [1, 1234.5],
        [2, 2400],
      ],
    ],
    [
      'apostrophes',
      "workers;throughput\n1;1'234.5\n2;2’400\n",
      [
        [1, 1234.5],
        [2, 2400],
      ],
    ],
    [
      'thousands with points',
      'workers;throughput\n1;1.234,5\n2;2.400,0\n',
      [
        [1, 1234.5],
        [2, 2400],
      ],
    ],
    ['a named separator', 'sep=;\r\nworkers;time\r\n1;2,5\r\n', [[1, 0.4]]],
    ['empty cells behind', 'workers;time;;\n1;2,5;;\n;;;\n', [[1, 0.4]]],
    [
      'units in cells',
      'workers,time\n1,1.9 s\n2,980 ms\n4,500000us\n',
      [
        [1, 0.526316],
        [2, 1.02041],
        [4, 2],
      ],
    ],
    [
      'units in cells, against the header',
      'workers,time (ms)\n1,1.9 s\n2,980\n',
      [
        [1, 0.526316],
        [2, 1.02041],
      ],
    ],
    [
      'units of throughput',
      'threads,result\n1,51.2 events/s\n2,99 events/s\n',
      [
        [1, 51.2],
        [2, 99],
      ],
    ],
    [
      'mixed units of throughput',
      'threads,rate\n1,900 kB/s\n2,1.7 MB/s\n',
      [
        [1, 900_000],
        [2, 1_700_000],
      ],
    ],
    [
      'times of shells',
      'threads,real,user,sys\n1,0m2.000s,0m1.9s,0m0.1s\n2,1m0.000s,0m2s,0m0.1s\n',
      [
        [1, 0.5],
        [2, 0.0166667],
      ],
    ],
    [
      'counts with words',
      'threads,time\n1 thread,2\n4 threads,1\n',
      [
        [1, 0.5],
        [4, 1],
      ],
    ],
  ])('%s', async (_, content, points) => {
    const read = await reading(content);
    expect(read.format).toBe('csv');
    expect(pointsIn(read)).toEqual(points);
  });
});
