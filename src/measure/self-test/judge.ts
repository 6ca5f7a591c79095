import { type ChecklistItem, countCores, type HostFacts } from '../../host/index.js';
import { DISTURBANCE_GATE, formatRatioInterval, median, quantile, ratioInterval } from '../../stats/index.js';
import { type Burst, rateOf, type SelfTestSamples, unitsByWindow } from './burst.js';

export type SelfTestItem = ChecklistItem;

/** What the machine gives, held against what it says of itself. A pure function of what was measured. */
export function judgeSelf(host: HostFacts, samples: SelfTestSamples): SelfTestItem[] {
  const busy = busyness(samples);
  return [
    allAtOnce(host, samples, busy),
    hiddenQuota(host, samples, busy),
    hiddenSmt(host, samples, busy),
    steadyClock(samples, busy),
  ];
}

const MOST_FOREIGN_CPU = DISTURBANCE_GATE.foreignCpu;
const MOST_STEAL = DISTURBANCE_GATE.stealShare;

/** In words, where other load makes a bad result mean nothing. The median: a short visitor spoils few bursts. */
function busyness({ together, pairs }: SelfTestSamples): string | undefined {
  const bursts = [
    ...together.flatMap(({ one, all }) => [one, all]),
    ...pairs.flatMap(({ one, both }) => [one, both]),
  ];
  const foreign = median(bursts.map(({ foreignCpu }) => foreignCpu ?? 0));
  const steal = median(bursts.map(({ stealShare }) => stealShare ?? 0));
  if (foreign > MOST_FOREIGN_CPU) return `other programs took ${foreign.toFixed(2)} of a CPU meanwhile`;
  return steal > MOST_STEAL ? `the hypervisor took ${percent(steal)} of the CPU time meanwhile` : undefined;
}

function cannotTell(item: string, message: string, busy: string): SelfTestItem {
  const advice = 'Run it again when the machine is quiet.';
  return { item, state: 'unknown', message: `Cannot tell: ${busy}. ${message}`, advice };
}

/** This much of what was promised counts as given. */
const NEARLY_ALL = 0.9;

function allAtOnce(host: HostFacts, { together, pinned }: SelfTestSamples, busy?: string): SelfTestItem {
  const item = 'all CPUs at once';
  const { physical, logical } = countCores(host);
  const promised = Math.min(physical, host.quotaCpus ?? physical);
  if (logical === 1) return { item, state: 'ok', message: 'There is one CPU.', advice: '' };
  const ratio = ratioInterval(together.map(({ one, all }) => Math.log(rateOf(all) / rateOf(one))));
  if (ratio === null) return { item, state: 'unknown', message: 'Nothing was measured.', advice: '' };
  const message = `${logical} ${pinned ? 'pinned ' : ''}workers give ${formatRatioInterval(ratio)} what one gives; ${round(promised)} ${promised === 1 ? 'was' : 'were'} promised.`;
  if (ratio.low >= NEARLY_ALL * promised) return { item, state: 'ok', message, advice: '' };
  if (busy !== undefined) return cannotTell(item, message, busy);
  if (ratio.high < NEARLY_ALL * promised) {
    const advice = `Plan with ${ratio.value.toFixed(1)} cores, not with ${round(promised)}: quota, SMT, turbo or other guests take the rest.`;
    return { item, state: 'warn', message, advice };
  }
  return { item, state: 'unknown', message, advice: 'Run it again: the interval is too wide to tell.' };
}

const STALL_WINDOW_MS = 10;
const MOST_STALLED = 0.02;

/**
 * A quota stops all workers together until its period, usually 100 ms, is over. The share of windows of 10 ms in
 * which nobody finished a unit of 1 ms, while all had work.
 */
function hiddenQuota(host: HostFacts, { together }: SelfTestSamples, busy?: string): SelfTestItem {
  const item = 'hidden quota';
  const cpus = host.allowed.length;
  const stalled = median(together.map(({ all }) => stalledShare(all)));
  const throttledMs = together.reduce((sum, { all }) => sum + (all.throttledMs ?? 0), 0);
  const share = `All workers stood still together for ${percent(stalled)} of the time`;
  if (stalled <= MOST_STALLED && throttledMs === 0)
    return { item, state: 'ok', message: `${share}.`, advice: '' };
  const known = host.quotaCpus !== null && host.quotaCpus < cpus;
  const throttled = throttledMs > 0 ? `; a cgroup held ${Math.round(throttledMs)} ms of work back` : '';
  const message = `${share}, as under a quota of about ${round(cpus * (1 - stalled))} CPUs${throttled}.`;
  if (known)
    return {
      item,
      state: 'ok',
      message: `${message} The quota of ${round(host.quotaCpus!)} is known.`,
      advice: '',
    };
  if (throttledMs === 0 && busy !== undefined) return cannotTell(item, message, busy);
  const advice = 'Something outside limits this machine, unseen from here: a cgroup above, or CPU credits.';
  return { item, state: 'warn', message, advice };
}

function stalledShare(burst: Burst): number {
  const windows = unitsByWindow(burst, STALL_WINDOW_MS);
  return windows.filter((units) => units === 0).length / Math.max(1, windows.length);
}

/** Two threads of one core give 1.0 to 1.4 times one of them together, two cores 2.0. */
const SHARED_BELOW = 1.6;
const SEPARATE_FROM = 1.8;

function hiddenSmt(host: HostFacts, samples: SelfTestSamples, busy?: string): SelfTestItem {
  const item = 'hidden SMT';
  if (host.allowed.length === 1) return { item, state: 'ok', message: 'There is one CPU.', advice: '' };
  if (!samples.pinned || samples.pairs.length === 0) {
    const message = 'Cannot tell: workers could not be pinned.';
    return { item, state: 'unknown', message, advice: 'It needs Linux and taskset (util-linux).' };
  }
  const pairs = ratiosByPair(samples).filter(({ cpus }) => !isSiblings(host, cpus));
  const shared = pairs.filter(({ ratios }) => median(ratios) < SHARED_BELOW);
  const separate = pairs.filter(({ ratios }) => median(ratios) >= SEPARATE_FROM);
  const tested = `${separate.length} of ${pairs.length} tested pairs of separate cores ran at full speed together`;
  if (pairs.length === 0)
    return { item, state: 'ok', message: 'All tested pairs are known siblings.', advice: '' };
  const shown = pairs
    .map(({ cpus, ratios }) => `${cpus.join('+')}: ${median(ratios).toFixed(2)}×`)
    .join(', ');
  const message = `${tested} (${shown}).`;
  if (separate.length === pairs.length) return { item, state: 'ok', message, advice: '' };
  if (busy !== undefined) return cannotTell(item, message, busy);
  if (shared.length > 0) {
    const advice = 'These CPUs are probably threads of one physical core, whatever the topology says.';
    return { item, state: 'warn', message, advice };
  }
  return {
    item,
    state: 'unknown',
    message,
    advice: 'Run it again, or look for other guests on this machine.',
  };
}

function ratiosByPair({ pairs }: SelfTestSamples): { cpus: number[]; ratios: number[] }[] {
  const found = new Map<string, { cpus: number[]; ratios: number[] }>();
  for (const { one, both } of pairs) {
    const cpus = both.workers.map(({ cpu }) => cpu);
    const pair = found.get(String(cpus)) ?? { cpus, ratios: [] };
    pair.ratios.push(rateOf(both) / rateOf(one));
    found.set(String(cpus), pair);
  }
  return [...found.values()];
}

function isSiblings({ cpus }: HostFacts, ids: readonly number[]): boolean {
  const cores = ids.map((id) => cpus.find((cpu) => cpu.id === id));
  return new Set(cores.map((cpu) => (cpu ? `${cpu.package}/${cpu.core}` : cpu))).size < ids.length;
}

const CLOCK_WINDOW_MS = 50;
const STEADY_WITHIN = 0.05;

/** How the speed of one worker alone changes from one twentieth of a second to another. */
function steadyClock({ together, pairs }: SelfTestSamples, busy?: string): SelfTestItem {
  const item = 'steady speed';
  const alone = [...together, ...pairs].map(({ one }) => one);
  const rates = alone.flatMap((burst) => unitsByWindow(burst, CLOCK_WINDOW_MS));
  const spread = spreadOf(rates);
  const message = `The same work took times that spread over ±${percent(spread / 2)} (10th to 90th percentile)${cpuTime(alone)}.`;
  if (spread <= 2 * STEADY_WITHIN) return { item, state: 'ok', message, advice: '' };
  if (busy !== undefined) return cannotTell(item, message, busy);
  const advice =
    'Clock, hypervisor or neighbours change the speed: take more rounds, and trust ratios within a round only.';
  return { item, state: 'warn', message, advice };
}

/** On a virtual machine CPU time varies as wall time does; where it does not, something took the CPU away. */
function cpuTime(bursts: readonly Burst[]): string {
  const perUnit = bursts.flatMap(({ workers }) =>
    workers.flatMap(({ cpuMs, ends }) => (cpuMs === null || ends.length === 0 ? [] : [cpuMs / ends.length])),
  );
  return perUnit.length < 2 ? '' : `, its CPU time over ±${percent(spreadOf(perUnit) / 2)}`;
}

function spreadOf(values: readonly number[]): number {
  if (values.length < 2) return 0;
  return (quantile(values, 0.9) - quantile(values, 0.1)) / median(values);
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
