import { spawnSync } from 'node:child_process';

/** One call of a pool of Python's, and of ours. */
export interface PoolCall {
  method: 'map' | 'starmap' | 'imap';
  /** For `starmap` pairs; -1 fails. */
  items: readonly (number | readonly [number, number])[];
  chunksize: number | null;
}

/** What came of it; `failed`: that the rest was an exception. */
export interface PoolAnswer {
  results: number[];
  failed: boolean;
}

const program = `
import json, sys
from multiprocessing import Pool

def residue(value):
    if value == -1:
        raise ValueError('no residue')
    return (value * value + 7) % 1009

def residue_of(base, factor):
    return (base * factor + 7) % 1009

def answer(pool, call):
    more = {} if call['chunksize'] is None else {'chunksize': call['chunksize']}
    results = []
    try:
        if call['method'] == 'imap':
            for result in pool.imap(residue, call['items'], **more):
                results.append(result)
        elif call['method'] == 'map':
            results = pool.map(residue, call['items'], **more)
        else:
            results = pool.starmap(residue_of, call['items'], **more)
    except ValueError:
        return {'results': results, 'failed': True}
    return {'results': results, 'failed': False}

if __name__ == '__main__':
    with Pool(2) as pool:
        print(json.dumps([answer(pool, call) for call in json.load(sys.stdin)]))
`;

/** What multiprocessing.Pool answers, by one process of Python with a pool of two. */
export function askPython(python: string, calls: readonly PoolCall[]): PoolAnswer[] {
  const { stdout, stderr, status } = spawnSync(python, ['-c', program], {
    input: JSON.stringify(calls),
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  if (status !== 0) throw new Error(`Python ended with ${status}: ${stderr}`);
  return JSON.parse(stdout) as PoolAnswer[];
}
