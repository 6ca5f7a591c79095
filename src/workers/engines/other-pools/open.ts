import type { Session, SessionEvents } from '../../session/index.js';
import type { SessionSpec } from '../engine.js';
import type { OtherPackage, OtherPool } from './other-pool.js';
import type { SharedMemory } from './protocol.js';
import { OtherSession } from './session/session.js';
import { shareFile, shareMemory } from './shared.js';

interface OpenOptions {
  other: Omit<OtherPackage, 'start'>;
  spec: SessionSpec;
  requested: number;
  listeners: Partial<SessionEvents> | undefined;
  signal: AbortSignal | undefined;
  start(memory: SharedMemory): OtherPool;
}

/** Starts the pool, and resolves when each of its workers is ready. */
export async function openOther({ start, signal, ...options }: OpenOptions): Promise<Session> {
  const { other, spec } = options;
  const shared = other.runsProcesses ? shareFile(spec.workers) : shareMemory(spec.workers);
  try {
    const pool = start(shared.memory);
    return await new OtherSession({ ...options, shared, pool }).ready(signal);
  } catch (thrown) {
    shared.release();
    throw thrown;
  }
}
