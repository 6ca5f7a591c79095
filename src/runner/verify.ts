import { readFileSync, writeFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { deserialize, serialize } from 'node:v8';
import type { Dispatch } from '../dispatch/index.js';
import { CorewiseError, messageOf } from '../errors.js';
import type { Scenario } from '../scenario/index.js';
import type { Verification } from './bench-host/protocol.js';
import type { Pass } from './pass.js';
import { sampledIndices, type TaskSample } from './sample.js';

/** Keeps the serial results, by task, for the cases to be compared with. */
export function writeResults(file: string, values: readonly unknown[]): void {
  writeFileSync(file, serialize(values));
}

/** Those of the tasks that a pass is of; results of whole passes where it is of all, or of what they combine to. */
function readResults(file: string, sample: TaskSample | undefined): unknown[] {
  const values = deserialize(readFileSync(file)) as unknown[];
  return sample ? sampledIndices(sample).map((index) => values[index]) : values;
}

/**
 * What of a pass is compared with serial: each task's result, or what the workers' results of `consume` combine to.
 * Throws CorewiseError where `combine` does.
 */
export function comparable(
  { values = [] }: Pick<Pass, 'values'>,
  scenario: Scenario,
  { perWorker }: Dispatch,
): unknown[] {
  if (!perWorker) return values;
  if (!scenario.combine) return [];
  try {
    return [scenario.combine(values)];
  } catch (cause) {
    throw new CorewiseError(`combine of "${scenario.name}" threw: ${messageOf(cause)}`, { cause });
  }
}

/** One pass outside the timing, held against the serial results. */
export async function verifyPass(
  resultsFile: string,
  scenario: Scenario,
  dispatch: Dispatch,
  run: () => Promise<Pass>,
  sample?: TaskSample,
): Promise<Verification> {
  const { verify = 'exact' } = scenario;
  if (verify === 'none' || scenario.openEnded) return { verified: null };
  const pass = await run();
  if (pass.firstError) throw pass.firstError;
  const expected = readResults(resultsFile, sample);
  const actual = comparable(pass, scenario, dispatch);
  const tolerance = verify === 'exact' ? 0 : verify.tolerance;
  const tasks = sample && sampledIndices(sample);
  const what = dispatch.perWorker
    ? () => 'the results combined'
    : (index: number) => `task ${tasks ? tasks[index] : index}`;
  const difference = firstDifference(expected, actual, tolerance, what);
  return difference === undefined ? { verified: true } : { verified: false, difference };
}

/** The first task whose result differs from serial, in words; undefined where all agree. */
export function firstDifference(
  expected: readonly unknown[],
  actual: readonly unknown[],
  tolerance: number,
  nameOf = (index: number) => `task ${index}`,
): string | undefined {
  if (expected.length !== actual.length) return `${actual.length} results instead of ${expected.length}`;
  const agree = tolerance === 0 ? isDeepStrictEqual : (a: unknown, b: unknown) => isClose(a, b, tolerance);
  const task = expected.findIndex((value, index) => !agree(value, actual[index]));
  if (task < 0) return undefined;
  return `${nameOf(task)}: serial gave ${shown(expected[task])}, here ${shown(actual[task])}`;
}

/** Numbers within the relative tolerance wherever they stand; everything else exactly. */
export function isClose(expected: unknown, actual: unknown, tolerance: number): boolean {
  if (typeof expected === 'number' && typeof actual === 'number') {
    if (Object.is(expected, actual)) return true;
    return Math.abs(expected - actual) <= tolerance * Math.max(Math.abs(expected), Math.abs(actual));
  }
  if (!isObject(expected) || !isObject(actual)) return Object.is(expected, actual);
  if (Object.getPrototypeOf(expected) !== Object.getPrototypeOf(actual)) return false;
  if (expected instanceof Map || expected instanceof Set) {
    return isClose([...expected], [...(actual as unknown as Iterable<unknown>)], tolerance);
  }
  if (expected instanceof Date) return isDeepStrictEqual(expected, actual);
  const keys = Object.keys(expected);
  return (
    keys.length === Object.keys(actual).length &&
    keys.every((key) => key in actual && isClose(expected[key], actual[key], tolerance))
  );
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

const LONGEST_SHOWN = 80;

function shown(value: unknown): string {
  let text: string;
  try {
    text = JSON.stringify(value) ?? String(value);
  } catch {
    text = String(value);
  }
  return text.length > LONGEST_SHOWN ? `${text.slice(0, LONGEST_SHOWN)}…` : text;
}
