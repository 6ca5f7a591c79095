import { countCores } from '../../host/index.js';
import { groupBy } from '../../insight/analysis/index.js';
import { type Insight, insight } from '../../insight/index.js';
import { isVirtualRun, type RunRecord } from '../../record/index.js';
import type { ComparedGroup } from './schema.js';

/** A record with what it means, and what the user calls it. */
export interface ComparedRecord {
  /** Unique among those compared: usually its path. */
  readonly name: string;
  readonly record: RunRecord;
  readonly insight: Insight;
}

export function comparedRecord(name: string, record: RunRecord): ComparedRecord {
  return { name, record, insight: insight(record) };
}

/** Made on a virtual clock: its times are what cost functions say. */
export function isVirtual({ record }: ComparedRecord): boolean {
  return isVirtualRun(record.header);
}

/** The label that the user gave; undefined where it is the suite's or the scenarios' name, which `run` takes itself. */
export function ownLabel({ record }: ComparedRecord): string | undefined {
  const { label, suite } = record.header.plan;
  const scenarios = record.header.scenarios.map(({ name }) => name).join('-');
  return label === suite || label === scenarios ? undefined : label;
}

export function roundsOf({ insight }: ComparedRecord): number {
  return insight.disturbance.rounds;
}

/** Records that stand for one thing: a machine, or a side. */
export interface Group {
  readonly name: string;
  readonly records: readonly ComparedRecord[];
}

/**
 * Records by machine, in order of first appearance. A machine is what host, instance type and label say together:
 * two of the same hardware are one unless the user labelled them apart, and a virtual one is never a real one.
 */
export function machinesOf(records: readonly ComparedRecord[]): Group[] {
  const machines = groupBy(records, (one) =>
    JSON.stringify([hostOf(one), instanceTypeOf(one), ownLabel(one), isVirtual(one)]),
  );
  return named([...machines.values()]);
}

/** The hardware as the records see it; Node and the system's version are not part of a machine. */
export function hostOf({ record }: ComparedRecord): ComparedGroup['host'] {
  const { instanceType: _, ...facts } = record.header.host;
  return {
    cpu: facts.cpu,
    physicalCores: countCores(facts).physical,
    allowedCpus: facts.allowed.length,
    quotaCpus: facts.quotaCpus,
    memoryGiB: Number(facts.memoryGiB.toFixed(1)),
    arch: facts.arch,
  };
}

export function instanceTypeOf({ record }: ComparedRecord): string | null {
  return record.header.host.instanceType ?? null;
}

function named(machines: readonly ComparedRecord[][]): Group[] {
  const short = machines.map(([first]) => shortName(first!));
  const isTwice = (name: string) => short.filter((other) => other === name).length > 1;
  const longer = machines.map(([first], i) => (isTwice(short[i]!) ? longName(first!) : short[i]!));
  return machines.map((records, i) => ({ name: numbered(longer, i), records }));
}

function shortName(one: ComparedRecord): string {
  const name = instanceTypeOf(one) ?? ownLabel(one) ?? hardware(one);
  return isVirtual(one) ? `${name} (virtual)` : name;
}

function longName(one: ComparedRecord): string {
  const label = ownLabel(one);
  return label === undefined || label === shortName(one) ? shortName(one) : `${shortName(one)}, ${label}`;
}

function hardware(one: ComparedRecord): string {
  const { cpu, allowedCpus } = hostOf(one);
  return `${cpu}, ${allowedCpus} ${allowedCpus === 1 ? 'CPU' : 'CPUs'}`;
}

/** `a`, `a #2`: what nothing else tells apart. */
function numbered(names: readonly string[], index: number): string {
  const before = names.slice(0, index).filter((name) => name === names[index]).length;
  return before === 0 ? names[index]! : `${names[index]} #${before + 1}`;
}
