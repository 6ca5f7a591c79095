import { realpathSync } from 'node:fs';
import { messageOf, UnavailableError, UsageError } from '../../errors.js';
import { type HostFacts, type NoQuotas, openQuotas, type Quotas } from '../../host/index.js';
import type { Suite } from '../../scenario/index.js';
import { isShipped } from '../../scenario/loading/index.js';
import { findEngine, GRACE_MS } from '../../workers/engines/index.js';
import type { Case } from '../cases/index.js';
import {
  type ChildBenchHostOptions,
  childBenchHost,
  defaultLimits,
  localBenchHost,
  type ModuleHost,
  type OpenHost,
  Patience,
  VisitLog,
  virtualMeter,
} from '../runner/index.js';
import type { StudyOptions } from './options.js';

/** Of the time allowed, what a run may wait at a time for other programs to be done. */
const WAIT_SHARE = 0.1;
const LONGEST_WAIT_MS = 8_000;

/** What ending a program may take beyond its own limit. */
const ENDING_MS = 10 * GRACE_MS;

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
  options: StudyOptions,
  maxTimeMs: number | null,
  quotas?: Quotas | NoQuotas,
): BenchHosts {
  const { onLog, inspectWorker, waitForQuiet = true } = options;
  const placements = new Set(
    cases.filter((of) => of.engine !== 'serial').map((of) => findEngine(of.engine).placement),
  );
  if (!placements.has('virtual')) {
    const isPatient = waitForQuiet && !inspectWorker;
    const patience = isPatient ? new Patience(longestWaitMs(maxTimeMs)) : undefined;
    const child = {
      ...childOptions(
        host,
        options,
        cases.some(({ command }) => command !== undefined),
      ),
      // A debugger stops it for as long as its user thinks.
      ...(inspectWorker && { limits: null }),
      ...(patience && { patience }),
    };
    return {
      openHost: async (cpus, quota) =>
        childBenchHost({ ...child, cpus, ...(quota !== undefined && { before: underQuota(quota, quotas) }) }),
      waitedMs: () => patience?.spentMs ?? 0,
    };
  }
  if (placements.size > 1) {
    throw new UsageError(
      'The engine fake runs on a virtual clock and cannot be measured beside real ones: run it on its own.',
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

/** Throws UnavailableError: what needs it is skipped. */
function underQuota(cpus: number, quotas: Quotas | NoQuotas | undefined): readonly string[] {
  if (!quotas || 'problem' in quotas)
    throw new UnavailableError(quotas?.problem ?? 'No way to set a CPU quota was prepared.');
  try {
    return quotas.before(cpus);
  } catch (error) {
    throw new UnavailableError(`The CPU quota could not be set (${quotas.way}): ${messageOf(error)}`);
  }
}

/** CPU quotas of our own, where the suite or the options ask for any. */
export function quotasFor(suite: Suite, options: StudyOptions): Quotas | NoQuotas | undefined {
  const asked = options.cpuQuotas ?? suite.sweeps.flatMap(({ cpuQuotas = [] }) => cpuQuotas);
  return asked.some((quota) => quota !== 'none') ? openQuotas() : undefined;
}

/** What loads the modules of users: each in a process that can be ended, whatever they do. */
export function moduleHosts(host: HostFacts, options: StudyOptions): ModuleHosts {
  let child: Promise<ModuleHost> | undefined;
  const { signal } = options;
  const end = () =>
    void child?.then(
      (opened) => opened.close(),
      () => undefined,
    );
  signal?.addEventListener('abort', end, { once: true });
  // Ours load at once; and what runs on a virtual clock is loaded in this process, whatever it does.
  const here = localBenchHost({ meter: virtualMeter });
  return {
    async hostFor(source, isVirtual) {
      if (isVirtual || isShipped(realpathSync(source))) return here;
      child ??= childBenchHost({ ...childOptions(host, options), cpus: null });
      return child;
    },
    async close() {
      signal?.removeEventListener('abort', end);
      const opened = await child?.catch(() => undefined);
      await opened?.close();
    },
  };
}

export interface ModuleHosts {
  /** `isVirtual`: it is to be measured on a virtual clock. */
  hostFor(source: string, isVirtual: boolean): Promise<ModuleHost>;
  close(): Promise<void>;
}

function childOptions(
  host: HostFacts,
  options: StudyOptions,
  endsPrograms = false,
): Omit<ChildBenchHostOptions, 'cpus'> {
  const { onLog, onNote, loadTimeoutMs, taskTimeoutMs = defaultLimits.taskMs } = options;
  const limits = {
    loadMs: loadTimeoutMs ?? defaultLimits.loadMs,
    // Programs are ended by who started them, with a story; this is for when that does not come.
    taskMs: endsPrograms ? taskTimeoutMs + ENDING_MS : taskTimeoutMs,
  };
  return {
    host,
    rootPid: process.pid,
    limits,
    ...(onLog && { onLog }),
    ...(onNote && { onNote }),
  };
}
