import { messageOf, OverdueError } from '../../../../errors.js';
import { type SessionEmitter, within } from '../../../session/index.js';
import type { LoadLimits } from '../../load-limits.js';
import { rebuildError } from '../../protocol/described-error.js';
import type { Questions } from './questions.js';

interface TearDown {
  questions: Questions;
  limits: LoadLimits;
  events: SessionEmitter;
  workers: number;
}

/** Has every worker tear down. What that throws is no task's error: the log says it. */
export async function tearDown({ questions, limits, events, workers }: TearDown): Promise<void> {
  const log = (worker: number, message: string) =>
    events.emit('log', { worker, level: 'error', message, time: Date.now() });
  const told = new Set<number>();
  const asked = questions.ask('bye', ({ lane, failed }) => {
    told.add(lane);
    if (failed) log(lane, `teardown failed: ${messageOf(rebuildError(failed))}`);
  });
  const late = (ms: number) => limits.overdue('teardown', firstWithout(told, workers), ms);
  try {
    await within(asked, limits.of('teardown'), late);
  } catch (thrown) {
    const worker = firstWithout(told, workers);
    log(worker, messageOf(thrown));
    if (thrown instanceof OverdueError) events.emit('unfinished', { worker, error: thrown });
  }
}

function firstWithout(told: ReadonlySet<number>, workers: number): number {
  for (let worker = 0; worker < workers; worker++) if (!told.has(worker)) return worker;
  return 0;
}
