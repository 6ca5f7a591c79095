import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import { Simulation } from '../../../simulation/index.js';
import { createFakeEngine } from '../../../workers/engines/index.js';
import { type Chunk, type ChunkReceiver, type Session, within } from '../../../workers/session/index.js';
import type { Pool, PoolStats } from '../../index.js';
import { poolOver } from '../../pool.js';
import { functions, SimulatedCall } from './calls.js';
import { endsByItself, planOf, type SimulatedItem, type SimulationPlan } from './plan.js';

/** Virtual ms: what has not settled then never will. */
const BOUND_MS = 20_000;
/** Real ms: a pool that goes round in a circle takes no virtual time. */
const CIRCLES_MS = 30_000;
/** So long takes a task that hangs. */
const FOR_EVER_MS = 1e9;

/** Turns of the event loop in which nothing happens any more, however many promises follow from one another. */
const QUIET_TURNS = 10;

/**
 * Opens the pool of a seed on virtual workers, lets happen to it what its plan says, and ends it.
 * @throws Error, with the seed and what was going on, where a call or a chunk does not settle, or not once; where the
 *   counters do not add up; where a result cannot have come of its item; where something is left.
 */
export async function simulatePool(seed: number): Promise<PoolStats> {
  const plan = planOf(seed);
  const simulation = new Simulation();
  const calls = plan.calls.map((call) => new SimulatedCall(call, simulation));
  const whole = new AbortController();
  let pool: Pool<typeof functions> | undefined;
  try {
    const { session, settlings, ranAgain } = await openSession(plan, simulation);
    pool = poolOver<typeof functions>(session, {
      engine: 'fake',
      maxTasksPerWorker: plan.maxTasksPerWorker!,
      maxQueued: plan.maxQueued!,
      taskTimeoutMs: plan.taskTimeoutMs!,
      signal: whole.signal,
    });
    const began = simulation.now();
    const ended = happen(plan, simulation, pool, calls, whole);
    const { closedAt } = await within(ended, CIRCLES_MS, () => new Error('goes round in a circle'));
    if (endsByItself(plan)) assert.ok(closedAt !== undefined, 'close waits for what never comes');
    const endedAt = simulation.now();
    for (const call of calls) call.check();
    assert.deepEqual(ranAgain, [], 'tasks were run again');
    checkCounts(pool.stats);
    for (const [chunk, times] of settlings) assert.equal(times, 1, `chunk ${chunk} settled ${times} times`);
    for (const { signal } of [...calls, whole])
      if (signal) assert.deepEqual(getEventListeners(signal, 'abort'), [], 'a listener on a signal is left');
    // A worker that lives tells more.
    for (const { worker, waitMs } of await session.usage())
      assert.equal(waitMs, undefined, `worker ${worker} still lives`);
    const latest = Math.max(endedAt, began + lastPlanned(plan)) + plan.startupMs + plan.messageMs;
    await quiet(simulation, latest);
    assert.ok(
      simulation.now() <= latest,
      `something is left until ${simulation.now()} ms, after ${latest} ms`,
    );
    return pool.stats;
  } catch (cause) {
    throw new Error(story(seed, plan, pool, calls, simulation, cause), { cause });
  }
}

/** As the pool sees it; counts how often each chunk settles. */
async function openSession(
  { workers, chunksAWorker, startupMs, messageMs, failsToStart, maxRestarts }: SimulationPlan,
  simulation: Simulation,
) {
  const ran = new Set<number>();
  const ranAgain: number[] = [];
  let starts = 0;
  const engine = createFakeEngine({
    ...{ simulation, chunksAWorker, startupMs, messageMs },
    functions: {
      ...functions,
      perform(item: SimulatedItem) {
        if (ran.has(item.id)) ranAgain.push(item.id);
        ran.add(item.id);
        return functions.perform(item);
      },
      begin() {
        starts++;
        if (failsToStart > 0 && starts > workers && starts % failsToStart === 0)
          throw new RangeError('a worker cannot start');
      },
    },
    cost: (task) => (itemOf(task).fate === 'hangs' ? FOR_EVER_MS : itemOf(task).ms),
    losesAt: (task) => (itemOf(task).fate === 'exits' ? itemOf(task).id % 2 : undefined),
  });
  const spec = { module: '', export: '', params: {}, workers, seed: 1, maxRestarts };
  const session = await engine.open({ ...spec, functions: { initializer: 'begin' } });
  const settlings = new Map<number, number>();
  return { session: counting(session, settlings), settlings, ranAgain };
}

/** `apply` and `starmap` send lists of arguments, which short chunks are freed of. */
const itemOf = (task: unknown) => (Array.isArray(task) ? task[0] : task) as SimulatedItem;

function counting(session: Session, settlings: Map<number, number>): Session {
  let chunks = 0;
  const submit = (chunk: Chunk, given: ChunkReceiver, worker?: number) => {
    const number = chunks++;
    settlings.set(number, 0);
    const count = () => settlings.set(number, settlings.get(number)! + 1);
    const receiver: ChunkReceiver = {
      settled(result, own) {
        count();
        given.settled(result, own);
      },
      refused(error, own) {
        count();
        given.refused(error, own);
      },
    };
    session.submit!(chunk, receiver, worker);
  };
  return new Proxy(session, {
    get(target, name) {
      if (name === 'submit') return submit;
      const value: unknown = Reflect.get(target, name);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}

/**
 * Resolves when the pool has ended and all calls have settled; rejects where that does not happen in time. `closedAt`:
 * when the pool had closed; undefined where it had to be terminated.
 */
function happen(
  plan: SimulationPlan,
  simulation: Simulation,
  pool: Pool<typeof functions>,
  calls: readonly SimulatedCall[],
  whole: AbortController,
): Promise<{ closedAt: number | undefined }> {
  return new Promise((resolve, reject) => {
    const at = (time: number | undefined, action: () => void) => {
      if (time !== undefined && time < Number.POSITIVE_INFINITY) simulation.at(start + time, action);
    };
    const start = simulation.now();
    for (const call of calls) {
      at(call.plan.at, () => call.begin(pool));
      at(call.plan.abortAt, () => call.abort());
    }
    at(plan.abortAt, () => whole.abort());
    let closedAt: number | undefined;
    const close = async () => {
      await pool.close();
      if (!isTerminated) closedAt = simulation.now();
    };
    let isTerminated = false;
    at(plan.closeAt, () => void close());
    const tooLate = simulation.after(BOUND_MS, () => reject(new Error(`not settled after ${BOUND_MS} ms`)));
    const end = async () => {
      try {
        isTerminated = true;
        await pool.terminate();
        await pool.join();
        const isTooLate = () => simulation.now() >= start + BOUND_MS;
        while (!isTooLate() && calls.some(({ isSettled }) => !isSettled)) await turn();
        tooLate.cancelled = true;
        resolve({ closedAt });
      } catch (thrown) {
        reject(thrown);
      }
    };
    // Not waited for: what it waits for takes virtual time.
    at(plan.terminateAt, () => void end());
    simulation.drive();
  });
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

/** Nothing happens any more, or more than may. */
async function quiet(simulation: Simulation, latest: number): Promise<void> {
  for (let turns = 0, last = simulation.now(); turns < QUIET_TURNS; turns++) {
    await turn();
    if (simulation.now() > latest) return;
    if (simulation.now() === last) continue;
    last = simulation.now();
    turns = 0;
  }
}

function lastPlanned({ calls, abortAt = 0, closeAt = 0, terminateAt }: SimulationPlan): number {
  const aborts = calls.flatMap((call) => (Number.isFinite(call.abortAt) ? [call.abortAt!] : []));
  // A source that is not read any more may still wait for its next item.
  const sources = calls.flatMap(({ sourceMs = 0, at }) => [at, at + sourceMs]);
  return Math.max(abortAt, closeAt, terminateAt, ...aborts, ...sources) + 50;
}

function checkCounts({ submitted, queued, running, done, failed, lost, cancelled }: PoolStats): void {
  assert.deepEqual({ queued, running }, { queued: 0, running: 0 });
  assert.equal(submitted, done + failed + lost + cancelled, 'the counters do not add up');
}

function story(
  seed: number,
  { calls: _, ...setting }: SimulationPlan,
  pool: Pool<typeof functions> | undefined,
  calls: readonly SimulatedCall[],
  simulation: Simulation,
  cause: unknown,
): string {
  return [
    `seed ${seed}: ${(cause as Error)?.message}`,
    `at ${simulation.now()} ms, ${JSON.stringify(setting)}`,
    `counters: ${JSON.stringify(pool?.stats)}`,
    ...calls.map((call) => `  ${call}`),
    `again: npm run test:simulation -- --seed ${seed}`,
  ].join('\n');
}
