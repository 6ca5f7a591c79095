import type { HostFacts, LogicalCpu } from '../facts.js';
import { knownCpus, siblingRanks } from './cpus.js';

/** Whether workers stay on CPUs of their own, and which CPUs are taken first. */
export const pinModes = ['none', 'physical', 'spread'] as const;
export type PinMode = (typeof pinModes)[number];

/**
 * The CPU of each worker, out of these CPUs (null: all allowed ones); undefined where nothing is to be pinned.
 * `physical`: one thread of each physical core, the fastest kind first, one socket before the next; SMT siblings
 * stay empty. `spread`: sockets in turn, every core before any sibling. With more workers than such CPUs the
 * order starts again.
 */
export function pinPlan(
  facts: HostFacts,
  cpus: readonly number[] | null,
  workers: number,
  mode: PinMode,
): number[] | undefined {
  if (mode === 'none' || whyNotPin(facts) !== undefined) return undefined;
  const usable = knownCpus(facts, cpus ?? facts.allowed);
  const order = (mode === 'physical' ? firstThreads(usable) : socketsInTurn(usable)).map(({ id }) => id);
  return Array.from({ length: workers }, (_, worker) => order[worker % order.length]!);
}

/** Why workers cannot be pinned here; undefined where they can. */
export function whyNotPin(facts: HostFacts): string | undefined {
  if (facts.platform !== 'linux') return 'Pinning a worker to a CPU needs Linux and its taskset.';
  if (facts.canConfine) return undefined;
  return 'Pinning a worker to a CPU needs taskset, which is not installed here (package util-linux).';
}

function firstThreads(cpus: readonly LogicalCpu[]): LogicalCpu[] {
  const rank = siblingRanks(cpus);
  return cpus.filter(({ id }) => rank.get(id) === 0).sort(byKindThenSocket);
}

function byKindThenSocket(a: LogicalCpu, b: LogicalCpu): number {
  return b.capacity - a.capacity || a.package - b.package || a.id - b.id;
}

function socketsInTurn(cpus: readonly LogicalCpu[]): LogicalCpu[] {
  const rank = siblingRanks(cpus);
  const seen = new Map<string, number>();
  const turns = new Map<number, number>();
  for (const cpu of [...cpus].sort((a, b) => a.id - b.id)) {
    const place = `${cpu.package} ${rank.get(cpu.id)} ${cpu.capacity}`;
    turns.set(cpu.id, seen.get(place) ?? 0);
    seen.set(place, (seen.get(place) ?? 0) + 1);
  }
  return [...cpus].sort(
    (a, b) =>
      rank.get(a.id)! - rank.get(b.id)! ||
      b.capacity - a.capacity ||
      turns.get(a.id)! - turns.get(b.id)! ||
      a.package - b.package,
  );
}
