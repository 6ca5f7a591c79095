import { setTimeout as after, setImmediate as nextTurn } from 'node:timers/promises';
import { messageOf, StrayError, type WorkerLostError } from '../../../errors.js';
import { lastTaskHere, runsHere } from '../../../workers/current/index.js';
import type { Engine } from '../../../workers/engines/index.js';

/** Where errors that nobody caught are heard of. */
export interface StrayEvents {
  on(event: 'uncaughtException', listener: (error: unknown) => void): unknown;
  off(event: 'uncaughtException', listener: (error: unknown) => void): unknown;
}

/** What goes on after a stray error may wait for something that never comes. */
const GRACE_MS = 1_000;

/**
 * A visit that errors which no task caught spoil, wherever they come from: a pass beside which a worker died, or
 * which half of its work escaped, is no measurement. Rejects with the first of them, once the visit has ended, or
 * could not be waited for any longer.
 */
export async function spoiltByStrays<T>(
  engine: Engine,
  visit: (engine: Engine) => Promise<T>,
  events: StrayEvents = process,
): Promise<T> {
  let first: Error | undefined;
  let tell: () => void = () => undefined;
  const strayed = new Promise<void>((resolve) => {
    tell = resolve;
  });
  const onStray = (thrown: unknown) => {
    first ??= strayError(thrown, engine);
    tell();
  };
  const ended = new AbortController();
  const grace = () => after(GRACE_MS, undefined, { signal: ended.signal }).catch(() => undefined);
  // What ran in the visit before has nothing to do with it.
  runsHere(() => undefined);
  events.on('uncaughtException', onStray);
  try {
    const result = visit(watched(engine, (error) => (first ??= error)));
    const visited = result.then(nextTurn, nextTurn);
    await Promise.race([visited, strayed.then(() => Promise.race([visited, grace()]))]);
    if (first) throw first;
    return await result;
  } finally {
    ended.abort();
    events.off('uncaughtException', onStray);
  }
}

/** The engine, whose workers nobody may lose unseen. */
function watched(engine: Engine, lost: (error: WorkerLostError) => void): Engine {
  return {
    ...engine,
    open: (spec, signal, listeners) =>
      engine.open(spec, signal, {
        ...listeners,
        lost(entry) {
          lost(entry.error);
          listeners?.lost?.(entry);
        },
      }),
  };
}

function strayError(thrown: unknown, { name, placement }: Engine): StrayError {
  const what = thrown instanceof Error ? `${thrown.name}: ${messageOf(thrown)}` : messageOf(thrown);
  const task = placement === 'workers' ? undefined : lastTaskHere();
  const where =
    placement === 'workers'
      ? ' on the measuring side (tasks, prepare, cleanup)'
      : `, in ${name}${task === undefined ? '' : `, after task ${task} had begun`}`;
  return new StrayError(`An error that no task caught${where}: ${what.replace(/\.?$/, '.')}`, {
    cause: thrown,
  });
}
