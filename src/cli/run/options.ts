import { InvalidArgumentError, Option } from 'commander';
import type { PinMode } from '../../host/index.js';
import type { MeasureOptions } from '../../index.js';
import { LEAST_QUOTA } from '../../measure/cases/index.js';
import type { ChunksizeSpec, CoresSpec, QuotaSpec } from '../../scenario/index.js';
import { parseList } from '../options.js';

/** What commander makes of the options of `run`. */
export interface RunOptions {
  suite?: string;
  engine?: string[];
  dispatch?: string[];
  workers?: string[];
  chunksize?: ChunksizeSpec[];
  cores?: CoresSpec[];
  cpuQuota?: QuotaSpec[];
  param?: Record<string, string>;
  tune?: boolean;
  rounds?: number;
  precision?: number;
  maxTime?: number;
  observation?: number;
  for?: number;
  /** False with --no-wait. */
  wait?: boolean;
  loadTimeout?: number;
  taskTimeout?: number;
  caseTimeout?: number;
  /** MiB. */
  maxWorkerMemory?: number;
  pin?: PinMode;
  cold?: boolean;
  inspectWorker?: boolean;
  redis?: string;
  /** The folder of a run to go on with. */
  resume?: string;
  force?: boolean;
  seed?: number;
  label?: string;
  out?: string;
  format?: string[];
  instanceType?: string;
  detectInstance?: boolean;
  quiet?: boolean;
  verbose?: boolean;
  json?: boolean;
}

/** Undefined options are left out: they must not hide a default. */
export function measureOptions(options: RunOptions): MeasureOptions {
  const named: { [K in keyof MeasureOptions]: MeasureOptions[K] | undefined } = {
    engines: options.engine,
    dispatches: options.dispatch,
    workers: options.workers,
    chunksizes: options.chunksize,
    cores: options.cores,
    cpuQuotas: options.cpuQuota,
    params: options.param,
    tune: options.tune,
    rounds: options.rounds,
    precision: options.precision,
    maxTimeMs: options.maxTime,
    observationMs: options.observation,
    forMs: options.for,
    waitForQuiet: options.wait === false ? false : undefined,
    loadTimeoutMs: options.loadTimeout,
    taskTimeoutMs: options.taskTimeout,
    caseTimeoutMs: options.caseTimeout,
    maxWorkerMemoryMiB: options.maxWorkerMemory,
    pin: options.pin,
    cold: options.cold,
    inspectWorker: options.inspectWorker,
    resume: options.resume === undefined ? undefined : true,
    force: options.force,
    seed: options.seed,
    instanceType: options.instanceType,
    formats: options.format,
  };
  return Object.fromEntries(Object.entries(named).filter(([, value]) => value !== undefined));
}

/** Of the commands that measure; its value is `cpuQuotas` of `measure`. */
export const cpuQuotaOption = () =>
  new Option(
    '--cpu-quota <cpus>',
    "CPUs' worth of time a cgroup grants: 0.5,1,2 or none (default: none)",
  ).argParser(parseQuotas);

/** `0.5,1,none` → [0.5, 1, 'none'] */
export function parseQuotas(text: string): QuotaSpec[] {
  return parseList(text).map((item) => {
    if (item === 'none') return item;
    const quota = /^\d+(?:\.\d+)?$/.test(item) ? Number(item) : 0;
    if (quota >= LEAST_QUOTA && Number.isFinite(quota)) return quota;
    throw new InvalidArgumentError(
      `Write numbers of CPUs of at least ${LEAST_QUOTA}, such as 0.5,1,2, or none.`,
    );
  });
}
