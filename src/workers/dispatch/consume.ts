import { CorewiseError, UnavailableError } from '../../errors.js';
import { isFailure, type Outcome, type Session, type StreamOptions } from '../session/index.js';
import { readChunks } from './chunking.js';
import type { Dispatch, TaskSource } from './dispatch.js';
import { SharedSource } from './shared-source.js';

export const consume: Dispatch = {
  name: 'consume',
  description: 'one call per worker, which takes tasks until there are no more and gives one result',
  autoChunksize: () => 1,
  effectiveChunksize: (asked) => asked,
  perWorker: true,
  run: (tasks, chunksize, session) => consumeAll(tasks, chunksize, session, {}),
};

/**
 * One outcome a worker, as they end. Throws what the source threw, and CorewiseError where tasks are left because
 * every consumer had returned; where one of them failed, its outcome says why, and nothing more is thrown.
 *
 * @throws UnavailableError at once where the engine has no streams; UsageError for a chunksize or tasks that cannot be.
 */
export function consumeAll(
  tasks: TaskSource,
  chunksize: number,
  session: Session,
  options: StreamOptions,
): AsyncIterable<Outcome> {
  const reader = readChunks(tasks, chunksize);
  if (!session.stream) throw new UnavailableError('This engine cannot feed a consumer: it has no streams.');
  return outcomes(new SharedSource(reader), session, options);
}

async function* outcomes(
  source: SharedSource,
  session: Session,
  options: StreamOptions,
): AsyncGenerator<Outcome, void> {
  const finished: Outcome[] = [];
  let failure: { thrown: unknown } | undefined;
  let hasFailed = false;
  let left = session.workers;
  let wake: () => void = () => undefined;
  for (let worker = 0; worker < session.workers; worker++) {
    session.stream!(worker, source.part(), options)
      .then(
        ({ outcome, untaken }) => {
          source.giveBack(untaken);
          hasFailed ||= isFailure(outcome);
          finished.push(outcome);
        },
        (thrown) => {
          failure ??= { thrown };
        },
      )
      .finally(() => {
        left--;
        wake();
      });
  }
  try {
    while (left > 0 || finished.length > 0) {
      const outcome = finished.shift();
      if (outcome) yield outcome;
      else
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
    }
    failure ??= source.failure;
    if (failure) throw failure.thrown;
    if (!hasFailed && !(await source.isExhausted()))
      throw new CorewiseError('Tasks are left: every consumer returned before it had taken them all.');
  } finally {
    await source.close();
  }
}
