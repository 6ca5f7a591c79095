import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { portableModule } from '../../../scenario/loading/index.js';
import type { Session, SessionEvents } from '../../session/index.js';
import type { SessionSpec } from '../engine.js';
import { shareOut, usableAgents } from './agents.js';
import { Connected, redisUrl } from './libraries.js';
import { offsetTo } from './redis-clock.js';
import { DistributedSession } from './session.js';
import { codeKey } from './wire.js';

/** How long code lies in Redis after it was last sent, ms. */
const CODE_STAYS_MS = 3_600_000;

/** Sessions that this process opened and that are being opened: those of one moment begin on different machines. */
let opened = 0;
let opening = 0;

/** Resolves when every worker on every machine is ready. Rejects with UnavailableError where there is no machine. */
export async function openDistributed(
  engine: string,
  spec: SessionSpec,
  signal: AbortSignal | undefined,
  listeners: Partial<SessionEvents> | undefined,
): Promise<Session> {
  const from = opening === 0 ? 0 : opened;
  opened++;
  opening++;
  try {
    return await openOn(from, engine, spec, signal, listeners);
  } finally {
    opening--;
  }
}

async function openOn(
  from: number,
  engine: string,
  spec: SessionSpec,
  signal: AbortSignal | undefined,
  listeners: Partial<SessionEvents> | undefined,
): Promise<Session> {
  const { hash, ...module } = await portableModule(sourceOf(spec));
  const connected = await Connected.to(redisUrl());
  try {
    const { redis } = connected;
    const shares = shareOut(await connected.answered(usableAgents(redis)), spec.workers, from);
    const sent = redis.set(codeKey(hash), JSON.stringify(module), 'PX', CODE_STAYS_MS);
    await connected.answered(sent);
    const clock = await connected.answered(offsetTo(redis));
    const session = await DistributedSession.open({
      engine,
      spec,
      hash,
      shares,
      connected,
      clock,
      listeners,
    });
    if (!signal?.aborted) return session;
    await session.terminate();
    throw signal.reason;
  } catch (thrown) {
    await connected.close();
    throw thrown;
  }
}

/** Undefined where some machine can run what this one sends. */
export async function whyNoMachine(): Promise<string | undefined> {
  const connected = await Connected.to(redisUrl());
  try {
    await connected.answered(usableAgents(connected.redis));
    return undefined;
  } finally {
    await connected.close();
  }
}

/** The file that its user wrote, or the one that stands for it. */
function sourceOf({ source, module }: SessionSpec): string {
  return source !== undefined && existsSync(source) ? source : fileURLToPath(module);
}
