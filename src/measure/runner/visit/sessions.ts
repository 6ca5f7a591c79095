import type { OverdueError } from '../../../errors.js';
import type { Engine, SessionSpec } from '../../../workers/engines/index.js';
import type { Session } from '../../../workers/session/index.js';
import type { Stage } from '../bench-host/stage.js';

/**
 * What `action` does with sessions, opened at once and closed after it; `stage` knows of them meanwhile. Rejects where one
 * of them cannot be opened, with what `action` threw, or else with OverdueError where a teardown had not returned in time.
 */
export async function withSessions<T>(
  engine: Engine,
  specs: readonly SessionSpec[],
  stage: Stage,
  action: (sessions: readonly Session[]) => Promise<T>,
): Promise<T> {
  const isInline = engine.placement === 'inline';
  const unfinished: OverdueError[] = [];
  const listeners = { unfinished: ({ error }: { error: OverdueError }) => void unfinished.push(error) };
  const sessions: Session[] = [];
  const open = async () => {
    const opened = await Promise.allSettled(specs.map((spec) => engine.open(spec, undefined, listeners)));
    for (const result of opened) if (result.status === 'fulfilled') sessions.push(result.value);
    const refused = opened.find((result) => result.status === 'rejected');
    if (refused) throw refused.reason;
  };
  const run = async () => {
    await stage.during(isInline ? 'setup' : 'open', open);
    for (const session of sessions) stage.add(session);
    return stage.during('run', () => action(sessions));
  };
  const close = async () => {
    await stage.during(isInline ? 'teardown' : 'close', () =>
      Promise.all(sessions.map((session) => session.close())),
    );
    for (const session of sessions) stage.remove(session);
  };
  const result = await run().finally(close);
  if (unfinished[0]) throw unfinished[0];
  return result;
}

/** As `withSessions`, of one. */
export function withSession<T>(
  engine: Engine,
  spec: SessionSpec,
  stage: Stage,
  action: (session: Session) => Promise<T>,
): Promise<T> {
  return withSessions(engine, [spec], stage, ([session]) => action(session!));
}
