import { OverdueError, UsageError } from '../../../errors.js';
import { formatMs } from '../../../stats/index.js';
import type { Session, SessionEvents } from '../../session/index.js';
import { fillCommand, placedOn } from '../command/fill.js';
import { Guard, LEFT_OTHERS } from '../command/guard.js';
import { commandOf, memoryOf } from '../commands.js';
import type { SessionSpec } from '../engine.js';
import { type LoadLimits, loadLimits } from '../load-limits.js';
import { WorkerSession } from '../message-fed/worker-session.js';
import { memoryBegunCell, memoryBegunCells } from '../protocol/begun-cells.js';
import type { StopFlag } from '../protocol/stop-flag.js';
import { Speaker } from './speaker.js';

/** In serial one worker gets all tasks in one chunk, so that it never waits for the next. */
export async function openSpeakers(
  engine: string,
  spec: SessionSpec,
  signal?: AbortSignal,
  listeners?: Partial<SessionEvents>,
): Promise<Session> {
  const { workers, pins } = spec;
  const command = commandOf(spec, engine);
  const begun = new Int32Array(workers);
  const speakers: Speaker[] = [];
  const guard = new Guard();
  return WorkerSession.open(
    {
      engine,
      workers,
      limits: limitsOf(spec, engine, (worker) => speakers[worker]?.lastWords ?? ''),
      listeners,
      start(worker, listener) {
        const pinned = pins?.[worker];
        const filled = fillCommand(command, { workers, worker, tasks: [] }, noFile);
        const speaker = new Speaker({
          command,
          filled: placedOn(filled, pinned),
          guard,
          name: nameOf(worker, engine),
          pinned,
          memory: memoryOf(spec, 1),
          cell: memoryBegunCell(begun, worker),
          listener,
        });
        speakers[worker] = speaker;
        return speaker;
      },
      stopFlag: deaf,
      begunCells: memoryBegunCells(begun),
      async release() {
        if (await guard.close())
          listeners?.log?.({ worker: 0, level: 'warn', message: LEFT_OTHERS, time: Date.now() });
      },
    },
    signal,
  );
}

const nameOf = (worker: number, engine: string) => `Worker ${worker} (${engine})`;

/** The protocol has no word for it: a task ends by itself, or its worker is ended. */
const deaf: StopFlag = { raise: () => undefined, lower: () => undefined };

/** A command that has a place for one is refused when it is read. */
function noFile(): never {
  throw new UsageError('A persistent command gets its tasks one by one: leave {file} out.');
}

function limitsOf(spec: SessionSpec, engine: string, lastWords: (worker: number) => string): LoadLimits {
  const { of } = loadLimits(spec, engine);
  return {
    of,
    overdue(step, worker, limitMs) {
      const time = formatMs(limitMs);
      const text =
        step === 'teardown'
          ? `had not ended ${time} after its standard input had: it was ended.`
          : `had not said {"ready": true} after ${time}. Does it flush what it prints? --load-timeout allows more.`;
      return new OverdueError(`${nameOf(worker, engine)} ${text}${lastWords(worker)}`);
    },
  };
}
