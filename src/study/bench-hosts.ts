import type { Case } from '../cases/index.js';
import { findEngine } from '../engines/index.js';
import { UsageError } from '../errors.js';
import type { HostFacts } from '../host/index.js';
import {
  childBenchHost,
  localBenchHost,
  type OpenHost,
  Patience,
  VisitLog,
  virtualMeter,
} from '../runner/index.js';
import type { StudyOptions } from './options.js';

/** Of the time allowed, what a run may wait at a time for other programs to be done. */
const WAIT_SHARE = 0.1;
const LONGEST_WAIT_MS = 8_000;

function longestWaitMs(maxTimeMs: number | null): number {
  return Math.min(LONGEST_WAIT_MS, WAIT_SHARE * (maxTimeMs ?? Number.POSITIVE_INFINITY));
}

export interface BenchHosts {
  openHost: OpenHost;
  /** How long they were held back so far, ms. */
  waitedMs(): number;
}

/** On a virtual clock everything is virtual, serial too: its times must not meet real ones in a ratio. */
export function benchHosts(
  cases: readonly Case[],
  host: HostFacts,
  { onLog, inspectWorker }: StudyOptions,
  maxTimeMs: number | null,
): BenchHosts {
  const placements = new Set(
    cases.filter((of) => of.engine !== 'serial').map((of) => findEngine(of.engine).placement),
  );
  if (!placements.has('virtual')) {
    const patience = inspectWorker ? undefined : new Patience(longestWaitMs(maxTimeMs));
    const options = {
      host,
      rootPid: process.pid,
      ...(onLog && { onLog }),
      ...(patience && { patience }),
    };
    return {
      openHost: (cpus) => childBenchHost({ ...options, cpus }),
      waitedMs: () => patience?.spentMs ?? 0,
    };
  }
  if (placements.size > 1) {
    throw new UsageError(
      'The engine fake runs on a virtual clock and cannot be measured beside real ones: run it alone.',
    );
  }
  if (inspectWorker)
    throw new UsageError('The engine fake has no workers that a debugger could attach to: use serial.');
  const log = onLog && new VisitLog(onLog);
  const virtual = findEngine(cases.find((of) => of.engine !== 'serial')!.engine);
  const openHost: OpenHost = async () =>
    localBenchHost({ meter: virtualMeter, engine: () => virtual, ...(log && { log }) });
  return { openHost, waitedMs: () => 0 };
}
