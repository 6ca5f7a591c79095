import { expect, it } from 'vitest';
import type { CpuLimits } from '../../host/index.js';
import { lastCpuLimits, MachineWatch } from './machine-watch.js';

const both: CpuLimits = { allowed: [0, 1], quotaCpus: null };
const one: CpuLimits = { allowed: [0], quotaCpus: null };
const half: CpuLimits = { allowed: [0, 1], quotaCpus: 0.5 };

it('a change is told once, also one back', () => {
  const seen: (CpuLimits | undefined)[] = [{ ...both }, one, { ...one }, half, undefined, half, both];
  const watch = new MachineWatch(both, () => seen.shift());
  expect(Array.from({ length: 7 }, () => watch.look())).toEqual([
    undefined,
    one,
    undefined,
    half,
    undefined,
    undefined,
    both,
  ]);
});

it('what a record says last is where a run goes on', () => {
  expect(lastCpuLimits(both, [])).toEqual(both);
  const lines = [
    { kind: 'machine' as const, round: 1, allowed: [0], quotaCpus: null },
    { kind: 'machine' as const, round: 2, allowed: [0], quotaCpus: 1.5 },
    { kind: 'note' as const, check: 'x', message: 'y' },
  ];
  expect(lastCpuLimits(both, lines)).toMatchObject({ allowed: [0], quotaCpus: 1.5 });
});
