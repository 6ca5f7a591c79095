import { CorewiseError, messageOf } from '../../../errors.js';
import type { Scenario } from '../../../scenario/index.js';
import type { Dispatch } from '../../../workers/dispatch/index.js';
import type { Loss, Verification } from '../bench-host/protocol.js';
import type { Pass } from '../pass/pass.js';
import { type CompareOptions, compareForms, type Difference } from '../results/compare.js';
import { type Carried, isPrimitive } from '../results/form.js';
import { readForms } from '../results/form-file.js';
import { formOf } from '../results/form-of.js';
import { isCopies } from './bench.js';
import { sampledIndices, type TaskSample } from './sample.js';

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

export interface VerifyOptions {
  /** Of serial's results. */
  resultsFile: string;
  scenario: Scenario;
  dispatch: Dispatch;
  /** The tasks of a pass; absent: all. */
  sample?: TaskSample | undefined;
  /** Results come in messages, and not from the caller's own thread. */
  wasSent: boolean;
}

/** One pass outside the timing, held against the serial results. */
export async function verifyPass(
  { resultsFile, scenario, dispatch, sample, wasSent }: VerifyOptions,
  run: () => Promise<Pass>,
): Promise<Verification> {
  const { verify = 'exact' } = scenario;
  if (verify === 'none' || scenario.openEnded) return { verified: null };
  const pass = await run();
  if (pass.firstError) throw pass.firstError;
  const actual = comparable(pass, scenario, dispatch);
  const results = readResults(resultsFile, sample);
  // Serial ran one copy: all are to give what it gave.
  const expected = isCopies(scenario) ? actual.map(() => results[0]) : results;
  const tasks = sample && sampledIndices(sample);
  const nameOf = (index: number) => (dispatch.perWorker ? COMBINED : `task ${tasks ? tasks[index] : index}`);
  const { difference, losses } = compareResults(expected, actual, {
    tolerance: toleranceOf(scenario),
    // What is combined was sent to be combined: its class is made here.
    wasSent: wasSent && !dispatch.perWorker,
    nameOf,
  });
  const lost = losses.length > 0 && { lost: losses };
  return difference === undefined ? { verified: true, ...lost } : { verified: false, difference, ...lost };
}

const COMBINED = 'the results combined';

function toleranceOf({ verify = 'exact' }: Pick<Scenario, 'verify'>): number {
  return typeof verify === 'object' ? verify.tolerance : 0;
}

/** Those of the tasks that a pass is of; results of whole passes where it is of all, or of what they combine to. */
function readResults(file: string, sample: TaskSample | undefined): Carried[] {
  const results = readForms(file);
  return sample ? sampledIndices(sample).map((index) => results[index]) : results;
}

interface CompareResults extends CompareOptions {
  /** What a result is of. */
  nameOf?(index: number): string;
}

/** The first task whose result differs from serial, in words, and what results have lost on their way. */
export function compareResults(
  expected: readonly Carried[],
  actual: readonly unknown[],
  { nameOf = (index) => `task ${index}`, ...options }: CompareResults,
): { difference?: string; losses: Loss[] } {
  const losses = new Map<string, Loss>();
  if (expected.length !== actual.length)
    return { difference: `${actual.length} results instead of ${expected.length}`, losses: [] };
  for (const [index, result] of expected.entries()) {
    if (isPrimitive(result) && Object.is(result, actual[index])) continue;
    const compared = compareForms(result, formOf(actual[index]), options);
    for (const lost of compared.losses) addLoss(losses, lost);
    if (!compared.difference) continue;
    const { path, expected: theirs, actual: ours } = compared.difference;
    return {
      difference: `${nameOf(index)}: ${path}: ${ours} here, ${theirs} in serial`,
      losses: [...losses.values()],
    };
  }
  return { losses: [...losses.values()] };
}

/** So many kinds are told: a result may have lost each of a thousand fields. */
const MOST_LOSSES = 10;

function addLoss(losses: Map<string, Loss>, { path, expected, actual }: Difference): void {
  const kind = path.replaceAll(/\d+/g, '0');
  const known = losses.get(`${kind} ${expected}`);
  if (known) known.results++;
  else if (losses.size < MOST_LOSSES)
    losses.set(`${kind} ${expected}`, { path, serial: expected, here: actual, results: 1 });
}

/** Two serial passes of the same tasks held against each other: the first difference, in words; undefined for none. */
export function serialDifference(
  first: string,
  second: string,
  scenario: Pick<Scenario, 'verify'>,
  combined: boolean,
): string | undefined {
  const [before, again] = [readForms(first), readForms(second)];
  for (const index of before.keys()) {
    // A pass ends when its time does, so one may have run more tasks than the other.
    if (!(index in before) || !(index in again)) continue;
    const options = { tolerance: toleranceOf(scenario), wasSent: false };
    const { difference } = compareForms(before[index], again[index], options);
    if (!difference) continue;
    const { path, expected, actual } = difference;
    return `${combined ? COMBINED : `task ${index}`}: ${path}: ${actual} the second time, ${expected} the first`;
  }
  return undefined;
}
