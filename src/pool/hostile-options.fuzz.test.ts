import fc from 'fast-check';
import { expect, it } from 'vitest';
import { UsageError } from '../errors.js';
import { fuzz, oddValues } from '../testing/fuzz.js';
import { readCallOptions, readCloseOptions, readConsumeOptions, readMapOptions } from './calls/options.js';
import { readPoolOptions } from './opening/options.js';

/** Tens of thousands in a second. */
const CHEAP = 4;

const readers: Readonly<Record<string, (options: never) => object>> = {
  'Pool.open': readPoolOptions,
  apply: (options) => readCallOptions(options, 'apply'),
  map: (options) => readMapOptions(options, 'map'),
  consume: (options) => readConsumeOptions(options, 'consume'),
  close: (options) => readCloseOptions(options, 'close'),
};
const names = fc.constantFrom(
  ...['workers', 'engine', 'initializer', 'initargs', 'finalizer', 'maxTasksPerWorker', 'maxWorkerMemory'],
  ...['maxQueued', 'name', 'signal', 'onLog', 'loadTimeoutMs', 'cancel', 'transfer', 'chunksize', 'settled'],
  ...['args', 'timeoutMs', '__proto__', 'constructor', 'worker', ''],
);
const values = fc.oneof(
  oddValues,
  fc.constantFrom<unknown>('threads', 'serial', 4, true, () => 0, 1n, Symbol('x')),
);
const options = fc.oneof(
  fc.array(fc.tuple(names, values), { maxLength: 4 }).map((entries) => Object.fromEntries(entries)),
  values,
);

it('every option of the pool and of its calls is right, or is refused by its name', async () => {
  await fuzz(
    'options of the pool',
    fc.tuple(fc.constantFrom(...Object.keys(readers)), options),
    ([caller, given]) => {
      try {
        const read = readers[caller]!(given as never);
        expect(Object.keys(read).filter((name) => name === '__proto__' || name === 'constructor')).toEqual(
          [],
        );
      } catch (error) {
        expect(error, caller).toBeInstanceOf(UsageError);
      }
    },
    CHEAP,
  );
});
