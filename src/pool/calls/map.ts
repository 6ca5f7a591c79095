import { chunkRule, readAll, type SettledTasks, settleAll } from '../../workers/dispatch/index.js';
import type { Outcome } from '../../workers/session/index.js';
import { checkArgumentLists } from '../habits.js';
import { CallGroup } from '../queue/slot.js';
import { itemSource } from './item-source.js';
import type { MapOptions } from './options.js';
import { terminatedError } from './outcome-values.js';
import type { PoolParts } from './running-calls.js';
import { callSession, DroppedError } from './session.js';

/** `map` and, with `spread`, `starmap`. @throws UsageError for items that cannot be iterated, or spread. */
export function mapCall(
  { session, queue, calls, values }: PoolParts,
  name: string,
  spread: boolean,
  items: unknown,
  { signal, cancel = false, transfer, taskTimeoutMs, settled = false, chunksize }: MapOptions,
): Promise<unknown[]> {
  const group = new CallGroup();
  const source = itemSource(items);
  let failure: (Outcome & { error: Error }) | undefined;
  const onFailure = (outcome: Outcome & { error: Error }) => {
    if (!failure || outcome.index < failure.index) failure = outcome;
    queue.end(group);
  };
  const run = async () => {
    const tasks = await readAll(source.items);
    if (spread) checkArgumentLists(tasks, name);
    const wanted = taskTimeoutMs === undefined ? chunkRule.auto('map', tasks.length, session.workers) : 1;
    const size = chunksize ?? wanted;
    const call = { name, spread };
    const limits = { transfer, taskTimeoutMs };
    const ours = callSession(session, queue, { group, call, ...limits, ...(!settled && { onFailure }) });
    let results: SettledTasks;
    try {
      results = await settleAll(tasks, size, ours);
    } catch (thrown) {
      if (failure) throw values.errorOf(failure, name);
      throw thrown instanceof DroppedError ? terminatedError() : thrown;
    }
    if (settled)
      return results.values.map((value, index) =>
        values.settledOf(results.failures.get(index) ?? { index, value }, name),
      );
    if (failure) throw values.errorOf(failure, name);
    return results.values;
  };
  return calls.run(run, {
    signal,
    abandon() {
      queue.abandon(group, cancel);
      source.stop().then(undefined, () => undefined);
    },
  });
}
