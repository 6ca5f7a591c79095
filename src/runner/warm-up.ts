import { quantile } from '../stats/index.js';
import type { Session } from '../work/index.js';

/** At least so much work before a worker can count as warm. */
const LEAST_MS = 30;
/** At most so much; then the worker is marked as capped. */
const MOST_MS = 300;
/** A worker is warm when its tasks no longer get clearly faster. */
const STILL_FASTER = 0.98;
const LONGEST_WINDOW = 8;
/** Short tasks are sent in chunks of about this length, so that messages do not take the warm-up's time. */
const CHUNK_MS = 1;

/**
 * Warms every worker of the session at once; returns which of them were capped.
 * A worker is steady when the lower quartile of its last task times is not more than 2 % below that of as
 * many before. One-sided, since a noisy host makes tasks slower at random but never faster than warm code.
 */
export async function warmUp(session: Session, tasks: readonly unknown[]): Promise<Set<number>> {
  const capped = new Set<number>();
  if (tasks.length === 0) return capped;
  const workers = Array.from({ length: session.workers }, (_, worker) => worker);
  await Promise.all(
    workers.map(async (worker) => {
      if (!(await warmWorker(session, tasks, worker))) capped.add(worker);
    }),
  );
  return capped;
}

async function warmWorker(session: Session, tasks: readonly unknown[], worker: number): Promise<boolean> {
  const taskMs: number[] = [];
  let busyMs = 0;
  let size = 1;
  for (let at = worker; busyMs < MOST_MS; at += size) {
    const some = Array.from({ length: size }, (_, i) => tasks[(at + i) % tasks.length]);
    const { telemetry } = await session.run({ first: 0, tasks: some }, worker);
    const chunkMs = telemetry.finished - telemetry.started;
    busyMs += Math.max(chunkMs, 1e-3);
    taskMs.push(chunkMs / size);
    if (busyMs >= LEAST_MS && isSteady(taskMs)) return true;
    if (chunkMs < CHUNK_MS) size = Math.min(size * 2, 1024);
  }
  return false;
}

/** Long tasks get shorter windows: sixteen of them would exceed the limit without telling more. */
export function isSteady(taskMs: readonly number[]): boolean {
  const last = taskMs.at(-1) ?? 0;
  const window = Math.min(LONGEST_WINDOW, Math.max(2, Math.round(LEAST_MS / Math.max(last, 1e-3))));
  if (taskMs.length < 2 * window) return false;
  const recent = quantile(taskMs.slice(-window), 0.25);
  const before = quantile(taskMs.slice(-2 * window, -window), 0.25);
  return recent >= before * STILL_FASTER;
}
