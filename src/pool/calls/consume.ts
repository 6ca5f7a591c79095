import { CorewiseError } from '../../errors.js';
import { consumeAll } from '../../workers/dispatch/index.js';
import { isFailure, type Outcome } from '../../workers/session/index.js';
import { CallGroup } from '../queue/slot.js';
import { type ItemSource, itemSource } from './item-source.js';
import type { ConsumeOptions } from './options.js';
import { terminatedError } from './outcome-values.js';
import type { PoolParts } from './running-calls.js';
import { callSession, DroppedError } from './session.js';

export interface ConsumeCall extends ConsumeOptions {
  /** Whether one item more is read, to find out whether any is left. Default: true. */
  readsOn?: boolean;
}

/** One consumer in every worker; their results by worker. @throws UsageError for items that cannot be iterated. */
export function consumeCall(
  { session, queue, calls, values }: PoolParts,
  name: string,
  items: unknown,
  { signal, cancel = false, args, chunksize = 1, taskTimeoutMs, readsOn = true }: ConsumeCall,
): Promise<unknown[]> {
  const group = new CallGroup();
  const source = itemSource(items, { endsAtFailure: true });
  const call = { name };
  const run = async () => {
    const outcomes: Outcome[] = [];
    const ours = callSession(session, queue, { group, call, taskTimeoutMs });
    let failure: { thrown: unknown } | undefined;
    try {
      const each = consumeAll(source.items, chunksize, ours, { call, ...(args && { args }) });
      for await (const outcome of each) outcomes.push(outcome);
    } catch (thrown) {
      failure = { thrown: thrown instanceof DroppedError ? terminatedError() : thrown };
    }
    try {
      if (source.failure) throw source.failure.thrown;
      const failed = outcomes.find(isFailure);
      if (failed) throw values.errorOf(failed, name);
      if (outcomes.length === session.workers) await checkAllTaken(source, outcomes, readsOn);
      if (failure) throw failure.thrown;
    } finally {
      source.stop().then(undefined, () => undefined);
    }
    outcomes.sort((a, b) => a.index - b.index);
    return outcomes.map((outcome) => values.valueOf(outcome, name));
  };
  return calls.run(run, {
    signal,
    abandon() {
      queue.abandon(group, cancel);
      source.stop().then(undefined, () => undefined);
    },
  });
}

/** Items that every consumer left are told, not lost. */
async function checkAllTaken(
  source: ItemSource,
  outcomes: readonly Outcome[],
  readsOn: boolean,
): Promise<void> {
  const taken = outcomes.reduce((sum, { items = 0 }) => sum + items, 0);
  if (source.read === taken && !(readsOn && (await source.hasMore()))) return;
  throw new CorewiseError(
    `Items are left: every consumer returned before it had taken them (they took ${taken}).`,
  );
}
