import { exactly, type Interval } from '../../../stats/index.js';
import { cpuMaker, cpuModel, type Instance, isNamed, makerOf } from '../../catalog/index.js';
import type { MeasuredMachine } from '../evidence/evidence.js';
import type { Provenance } from './provenance.js';

/**
 * How much faster one core may be than another, by what is known of the two: 2.5 % and 97.5 % quantiles of the
 * ratio of two instances, over all pairs of 120 measured cloud instances (stress-ng div16, one worker alone;
 * Spare Cores, CC BY-SA 4.0; bench/models/data/cloud-scaling-curves.jsonl). Two AMD processors differ by more
 * than any two do, since the sample has designs of three generations, so they count as any.
 */
export const coreSpeedRanges = {
  sameModel: { low: 0.849, high: 1.178 },
  bothArm: { low: 0.733, high: 1.365 },
  bothIntel: { low: 0.463, high: 2.161 },
  any: { low: 0.331, high: 3.022 },
} as const;

/** Speed of one core of an instance ÷ that of one on which was measured. */
export interface CoreSpeed {
  ratio: Interval;
  provenance: Provenance;
  /** What the range rests on, for people. */
  basis: string;
}

export function coreSpeed(instance: Instance, machine: MeasuredMachine): CoreSpeed {
  if (machine.instanceType !== undefined && isNamed(instance, machine.instanceType)) {
    const provenance = 'measured on the same type';
    return instance.cpus === undefined
      ? { ratio: exactly(1), provenance, basis: 'the same type' }
      : ranged('sameModel', provenance, 'the same type, which comes with several CPU models');
  }
  if (isSameFamily(instance, machine)) {
    return ranged('sameModel', 'same CPU family', 'pairs of instances with one CPU model');
  }
  const maker = makerOf(instance);
  const isSameMaker = maker === cpuMaker(machine.cpu, machine.architecture);
  if (isSameMaker && maker === 'arm') return ranged('bothArm', 'assumed', 'pairs of Arm instances');
  if (isSameMaker && maker === 'intel') return ranged('bothIntel', 'assumed', 'pairs of Intel instances');
  return ranged('any', 'assumed', 'pairs of any two instances');
}

function isSameFamily(instance: Instance, machine: MeasuredMachine): boolean {
  const model = cpuModel(machine.cpu);
  const isSameModel = model !== undefined && model === cpuModel(instance.cpu);
  const isOfFamily =
    instance.cpus === undefined &&
    machine.family !== undefined &&
    machine.family === `${instance.provider}/${instance.family}`;
  return isSameModel || isOfFamily;
}

function ranged(kind: keyof typeof coreSpeedRanges, provenance: Provenance, basis: string): CoreSpeed {
  return { ratio: { value: 1, ...coreSpeedRanges[kind] }, provenance, basis };
}
