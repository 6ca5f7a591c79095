import type { Session, SessionEvents } from '../session/index.js';
import type { Engine, SessionSpec } from './engine.js';

/** One process of a command for each worker, as long as the session lasts. */
export const persistent: Engine = {
  name: 'persistent',
  description: 'a process for each worker that answers tasks as lines of JSON (corewise exec --persistent)',
  placement: 'workers',
  sharesNothing: true,
  isNoPool: true,
  takes: 'commands',
  open: (spec, signal, listeners) => openPersistent(persistent.name, spec, signal, listeners),
};

/** Also the session of serial. It is loaded with the first of its commands: whoever runs functions needs none. */
export async function openPersistent(
  engine: string,
  spec: SessionSpec,
  signal?: AbortSignal,
  listeners?: Partial<SessionEvents>,
): Promise<Session> {
  const { openSpeakers } = await import('./persistent/session.js');
  return openSpeakers(engine, spec, signal, listeners);
}
