import { UsageError } from '../../errors.js';
import { countCores, type HostFacts } from '../../host/index.js';
import type { ChunksizeSpec, Suite, Sweep, WorkersSpec } from '../../scenario/index.js';
import { parseWorkers, type SweepInput } from '../cases/index.js';
import type { StudyOptions } from './options.js';
import type { PreparedSweep } from './prepare.js';
import { sweepInput } from './sweep-input.js';

/** Fewer leave no round to go on with. */
const LEAST_ROUNDS = 3;

/** @throws UsageError for what a search for the best setting cannot keep to. */
export function checkTuning(suite: Suite, options: StudyOptions): void {
  const { rounds = suite.rounds } = options;
  const named = (key: 'cores' | 'cpuQuotas') =>
    options[key] ?? suite.sweeps.find((sweep) => sweep[key])?.[key];
  const other = Object.entries({
    cores: named('cores'),
    cpuQuotas: named('cpuQuotas'),
    cold: options.cold || undefined,
    replicas: options.replicas,
    inspectWorker: options.inspectWorker || undefined,
  }).find(([, value]) => value !== undefined);
  if (other)
    throw new UsageError(
      `Tuning looks for the best setting of the whole machine, with warm workers: leave out \`${other[0]}\`, or \`tune\`.`,
    );
  if (rounds !== undefined && rounds < LEAST_ROUNDS)
    throw new UsageError(
      `Tuning goes on with the better half after each round, and ${rounds === 1 ? 'one round leaves' : `${rounds} rounds leave`} too little to tell: ask for ${LEAST_ROUNDS} rounds or more, or for none.`,
    );
}

/**
 * All settings that the best one is looked for among: what the options or the sweep leave open is every pool that needs
 * nothing else installed, imapUnordered and map (and consume where the scenario has it), workers from one to all CPUs
 * by doubling and those of `auto`, and of each number of workers the chunksizes 1, 2, 4, … as long as none is without
 * a chunk, and `auto`. Of commands the chunksizes stay what they are: each would need serial runs of its own.
 */
export function tuningInputs(of: PreparedSweep, options: StudyOptions, host: HostFacts): SweepInput[] {
  const { sweep } = of;
  const base = { ...sweepInput(of, options), ...dispatchesOf(of, options) };
  const workers = options.workers ?? sweep.workers ?? workersOf(host);
  const chunksizes = options.chunksizes ?? sweep.chunksizes;
  if (chunksizes || base.command) return [{ ...base, workers, ...(chunksizes && { chunksizes }) }];
  const counts = [...new Set(workers.flatMap((spec) => parseWorkers(spec, host, null)))];
  return counts.map((count) => ({ ...base, workers: [count], chunksizes: chunksizesOf(base, count) }));
}

function dispatchesOf(
  { sweep, prepared: { loaded } }: PreparedSweep,
  options: StudyOptions,
): Pick<SweepInput, 'dispatches'> | undefined {
  const { run, consume, openEnded, command } = loaded.scenario;
  if (options.dispatches || sweep.dispatches || command || !run) return undefined;
  if (openEnded) return { dispatches: ['imapUnordered'] };
  return { dispatches: ['imapUnordered', 'map', ...(consume ? ['consume'] : [])] };
}

/** 1, 2, 4, … and those of `auto`. */
function workersOf(host: HostFacts): WorkersSpec[] {
  const most = Math.max(1, Math.ceil(countCores(host).cores));
  const counts = new Set([...powersOfTwo(most), ...parseWorkers('auto', host, null)]);
  return [...counts].sort((a, b) => a - b);
}

function chunksizesOf({ tasks, openEnded }: SweepInput, workers: number): ChunksizeSpec[] {
  if (openEnded) return [1];
  return [...powersOfTwo(Math.max(1, Math.floor(tasks / workers))), 'auto'];
}

function powersOfTwo(most: number): number[] {
  return Array.from({ length: Math.floor(Math.log2(most)) + 1 }, (_, power) => 2 ** power);
}

/** The suite's scenarios with their parameters, each once, and none of its settings. */
export function withoutSettings({ rounds: _, sweeps, ...suite }: Suite): Suite {
  const works = new Map(
    sweeps.map(({ scenario, command, params }): [string, Sweep] => [
      JSON.stringify([scenario, command, params]),
      {
        ...(scenario !== undefined && { scenario }),
        ...(command && { command }),
        ...(params && { params }),
      },
    ]),
  );
  return { ...suite, sweeps: [...works.values()] };
}
