import { describe, expect, it } from 'vitest';
import { UsageError } from '../errors.js';
import { readCloseOptions, readConsumeOptions, readMapOptions } from './calls/options.js';
import { type PoolOptions, readPoolOptions } from './opening/options.js';

const pool = (options: unknown) => () => readPoolOptions(options as PoolOptions);

describe('options of a pool', () => {
  it.each([
    [{ workers: 0 }, '`workers` is 0; it must be a whole number from 1 to 4096.'],
    [{ workers: 1e9 }, '`workers` is 1000000000; it must be a whole number from 1 to 4096.'],
    [{ workers: '4' }, '`workers` is "4"; it must be a whole number from 1 to 4096.'],
    [{ engine: 'fake' }, '`engine` is "fake"; it must be one of serial, threads, processes.'],
    [{ initializer: 1 }, '`initializer` is 1; it must be the name of an exported function.'],
    [{ initargs: 'ab' }, '`initargs` is "ab"; it must be a list of arguments.'],
    [{ maxTasksPerWorker: 0.5 }, '`maxTasksPerWorker` is 0.5; it must be a whole number of at least 1.'],
    [{ maxWorkerMemory: Number.NaN }, '`maxWorkerMemory` is NaN; it must be a number of MiB above 0.'],
    [{ maxQueued: 0 }, '`maxQueued` is 0; it must be a whole number of at least 1.'],
    [{ taskTimeoutMs: 0.5 }, '`taskTimeoutMs` is 0.5; it must be a whole number of ms from 1 to 2147483647.'],
    [
      { maxRestarts: 3 },
      '`maxRestarts` is 3; it must be { count, withinMs }: a whole number of workers, and the ms within which they are lost.',
    ],
    [
      { maxRestarts: { count: -1, withinMs: 1 } },
      '`maxRestarts` is an object; it must be { count, withinMs }',
    ],
    [{ maxRestarts: { count: 1 } }, '`maxRestarts` is an object; it must be { count, withinMs }'],
    [{ maxRestarts: { count: 1, withinMs: Number.NaN } }, '`maxRestarts` is an object'],
    [
      { engine: 'serial', taskTimeoutMs: 5 },
      "`taskTimeoutMs` is 5; the engine serial has the caller's own thread, which cannot be replaced.",
    ],
    [{ name: '' }, '`name` is ""; it must be a string that is not empty.'],
    [{ signal: {} }, '`signal` is an object; it must be an AbortSignal.'],
    [{ onLog: [] }, '`onLog` is a list; it must be a function.'],
    [{ worker: 2 }, 'Unknown option "worker" of Pool.open. Did you mean "workers"?'],
    [null, 'The options of Pool.open are null; they must be an object.'],
    [[], 'The options of Pool.open are a list; they must be an object.'],
    [4, 'The options of Pool.open are 4; they must be an object: { workers: 4 }.'],
    [
      { initializer: function setUp() {} },
      '`initializer` is the function setUp; it must be the name of an exported function.',
    ],
    [{ engine: 'serial', workers: 2 }, "`workers` is 2; the engine serial has one, the caller's own thread."],
    [
      { engine: 'serial', maxTasksPerWorker: 2 },
      "`maxTasksPerWorker` is 2; the engine serial has the caller's own thread, which cannot be replaced.",
    ],
  ])('%o are refused with the rule', (options, message) => {
    expect(pool(options)).toThrow(UsageError);
    expect(pool(options)).toThrow(message);
  });

  it('that are undefined are not there, and what is inherited is no option', () => {
    const inherited = Object.create({ workers: -1, nonsense: 1 }) as PoolOptions;
    inherited.engine = 'serial';
    const read = readPoolOptions({ ...inherited, name: undefined } as object);
    expect({ ...read }).toEqual({ engine: 'serial', workers: 1 });
    expect({ ...readPoolOptions(inherited) }).toEqual({ engine: 'serial', workers: 1 });
    expect(Object.getPrototypeOf(read)).toBeNull();
  });

  it('named __proto__ are unknown like any other', () => {
    expect(pool(JSON.parse('{"__proto__": {"workers": 3}}'))).toThrow('"__proto__"');
  });
});

it('options of calls name their caller', () => {
  expect(() => readMapOptions({ chunksize: 0 }, 'imap')).toThrow(
    '`chunksize` is 0; it must be a whole number of at least 1.',
  );
  expect(() => readMapOptions({ chunkSize: 2 } as object, 'imap')).toThrow(
    'Unknown option "chunkSize" of imap. Did you mean "chunksize"?',
  );
  expect(() => readMapOptions(10 as never, 'map')).toThrow(
    'The options of map are 10; they must be an object: { chunksize: 10 }.',
  );
  expect(() => readConsumeOptions({ settled: true } as object, 'consume')).toThrow(
    'Unknown option "settled" of consume',
  );
  expect(() => readCloseOptions({ timeoutMs: 2 ** 31 }, 'close')).toThrow(
    '`timeoutMs` is 2147483648; it must be from 0 to 2147483647 ms.',
  );
});
