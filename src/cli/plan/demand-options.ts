import { type Command, Option } from 'commander';
import { UsageError } from '../../errors.js';
import type { Demand } from '../../market/plan/index.js';
import { balancerNames, readTimestamps } from '../../market/queue/index.js';
import { listed } from '../../stats/index.js';
import { parseDuration, parseWholeNumber } from '../options.js';
import { parseQuantity, parseRate } from './quantities.js';

export interface DemandOptions {
  throughput?: number;
  tasks?: number;
  deadline?: number;
  arrivalRate?: number;
  arrivals?: string;
  p95?: number;
  balancer?: (typeof balancerNames)[number];
  programs?: number;
  seed: number;
  simulate?: number;
}

export function addDemandOptions(command: Command): Command {
  return command
    .option('--throughput <rate>', 'tasks at a steady rate: 5000/s, 300/min, 20/h', parseRate)
    .option('--tasks <count>', 'this many tasks, such as 10M, within --deadline', parseQuantity)
    .option('--deadline <time>', 'time limit for --tasks, or for each of --programs: 10m, 1h', parseDuration)
    .option('--arrival-rate <rate>', 'tasks that arrive one by one (Poisson), within --p95: 300/s', parseRate)
    .option('--arrivals <file>', 'the same from a real day: timestamps in CSV or JSON lines')
    .option('--p95 <time>', '95 % of tasks are done within this time of arriving: 250ms', parseDuration)
    .addOption(
      new Option('--balancer <name>', 'how arrivals are spread over instances')
        .choices(balancerNames)
        .default('random'),
    )
    .option('--programs <count>', 'whole programs at once; each task is one program', parseQuantity)
    .option('--seed <number>', 'seed for simulated arrivals', parseWholeNumber, 1)
    .option('--simulate <count>', 'arrivals to simulate for the first choice: 1M', parseQuantity);
}

const kinds = {
  throughput: '--throughput',
  tasks: '--tasks',
  arrivalRate: '--arrival-rate',
  arrivals: '--arrivals',
  programs: '--programs',
} as const;

/** @throws UsageError unless one demand is given, with all that belongs to it and nothing else. */
export async function demandFrom(options: DemandOptions): Promise<Demand> {
  const given = (Object.keys(kinds) as (keyof typeof kinds)[]).filter((kind) => options[kind] !== undefined);
  if (given.length !== 1) throw new UsageError(notOne(given.map((kind) => kinds[kind])));
  checkCompanions(given[0]!, options);
  const { throughput, tasks, programs, deadline } = options;
  if (throughput !== undefined) return { kind: 'throughput', perSecond: throughput };
  if (tasks !== undefined) return { kind: 'job', tasks, deadlineMs: deadline! };
  if (programs !== undefined)
    return { kind: 'programs', programs, ...(deadline !== undefined && { deadlineMs: deadline }) };
  return arrivalsDemand(options);
}

function notOne(given: readonly string[]): string {
  const kindsText =
    'one of --throughput, --tasks with --deadline, --arrival-rate or --arrivals with --p95, --programs';
  return given.length === 0
    ? `A plan needs a demand, such as --throughput 5000/s: ${kindsText}.`
    : `${listed(given)} are ${given.length} demands; a plan takes ${kindsText}.`;
}

/** What each demand needs, and what may stand with it. */
function checkCompanions(kind: keyof typeof kinds, { deadline, p95, simulate }: DemandOptions): void {
  const isArriving = kind === 'arrivalRate' || kind === 'arrivals';
  if (kind === 'tasks' && deadline === undefined)
    throw new UsageError('--tasks needs a --deadline, such as 1h.');
  if (isArriving && p95 === undefined) throw new UsageError(`${kinds[kind]} needs a --p95, such as 250ms.`);
  if (!isArriving && p95 !== undefined)
    throw new UsageError('--p95 belongs to --arrival-rate or --arrivals.');
  if (!isArriving && simulate !== undefined)
    throw new UsageError('--simulate belongs to --arrival-rate or --arrivals.');
  if (kind !== 'tasks' && kind !== 'programs' && deadline !== undefined)
    throw new UsageError('--deadline belongs to --tasks or --programs.');
}

async function arrivalsDemand(options: DemandOptions): Promise<Demand> {
  const { arrivalRate, arrivals, p95, balancer = 'random', seed, simulate } = options;
  return {
    kind: 'arrivals',
    arrivals:
      arrivalRate === undefined ? { timestampsMs: await readTimestamps(arrivals!) } : { rate: arrivalRate },
    p95Ms: p95!,
    ...{ balancer, seed },
    ...(simulate !== undefined && { count: simulate }),
  };
}
