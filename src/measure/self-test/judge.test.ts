import { describe, expect, it } from 'vitest';
import { inventHost } from '../../host/index.js';
import type { Burst, SelfTestSamples } from './burst.js';
import { judgeSelf } from './judge.js';
import { choosePairs } from './measure.js';

interface Machine {
  cpus: number[];
  /** Units a millisecond of each worker, by how many run and which. */
  speed?: (cpus: readonly number[]) => number;
  /** Nobody works from here to the end of each 100 ms. */
  stopsAtMs?: number;
  foreignCpu?: number;
  throttledMs?: number;
  pinned?: boolean;
  /** Factor on the speed, by repetition. */
  drift?: (repetition: number) => number;
}

function burst(machine: Machine, cpus: readonly number[], wallMs: number, repetition: number): Burst {
  const { speed = () => 1, stopsAtMs = 100, foreignCpu = 0, throttledMs = 0, drift = () => 1 } = machine;
  const everyMs = 1 / (speed(cpus) * drift(repetition));
  const all = Array.from({ length: Math.round(wallMs / everyMs) }, (_, unit) => unit * everyMs);
  const ends = cpus.length > 1 ? all.filter((ms) => ms % 100 < stopsAtMs) : all;
  const workers = cpus.map((cpu) => ({ cpu, ends, cpuMs: ends.length * everyMs }));
  return { wallMs, workers, foreignCpu, stealShare: 0, throttledMs };
}

function samplesOf(machine: Machine): SelfTestSamples {
  const { cpus, pinned = true } = machine;
  const repetitions = [0, 1, 2, 3, 4, 5];
  return {
    pinned,
    together: repetitions.map((repetition) => ({
      one: burst(machine, [cpus[0]!], 400, repetition),
      all: burst(machine, cpus, 400, repetition),
    })),
    pairs: pinned
      ? choosePairs(cpus).map(([a, b]) => ({
          one: burst(machine, [a], 100, 0),
          both: burst(machine, [a, b], 100, 0),
        }))
      : [],
  };
}

function judge(machine: Machine, host = inventHost({ physicalCores: machine.cpus.length })) {
  const items = judgeSelf(host, samplesOf(machine));
  const states = Object.fromEntries(items.map(({ item, state }) => [item, state]));
  return { states, messageOf: (name: string) => items.find(({ item }) => item === name)!.message };
}

const four = [0, 1, 2, 3];
const fine = { 'all CPUs at once': 'ok', 'hidden quota': 'ok', 'hidden SMT': 'ok', 'steady speed': 'ok' };

describe('the self-test', () => {
  it('finds a machine that gives what it says', () => {
    const { states, messageOf } = judge({ cpus: four });
    expect(states).toEqual(fine);
    expect(messageOf('all CPUs at once')).toMatch(
      /^4 pinned workers give 4\.00× .* what one gives; 4 were promised/,
    );
  });

  it('finds one CPU fine', () => {
    expect(judge({ cpus: [0] }).states).toEqual(fine);
  });

  it('finds a hidden quota by the moments in which everybody stands still', () => {
    const { states, messageOf } = judge({ cpus: four, stopsAtMs: 50 });
    expect(states).toMatchObject({ 'all CPUs at once': 'warn', 'hidden quota': 'warn' });
    expect(messageOf('hidden quota')).toMatch(/50\.0 % of the time, as under a quota of about 2 CPUs/);
  });

  it('does not call a quota hidden that the machine tells', () => {
    const { states } = judge({ cpus: four, stopsAtMs: 50 }, inventHost({ physicalCores: 4, quotaCpus: 2 }));
    expect(states).toMatchObject({ 'all CPUs at once': 'ok', 'hidden quota': 'ok' });
  });

  it('believes the counter of a cgroup above', () => {
    expect(judge({ cpus: four, throttledMs: 40 }).states['hidden quota']).toBe('warn');
  });

  // CPUs 0 and 1, 2 and 3 are threads of one core, whatever the topology says.
  const secretSmt = (cpus: readonly number[]) =>
    cpus.length === 4 || ['0,1', '2,3'].includes(String(cpus)) ? 0.65 : 1;

  it('finds siblings that the topology hides', () => {
    const { states, messageOf } = judge({ cpus: four, speed: secretSmt });
    expect(states).toMatchObject({ 'all CPUs at once': 'warn', 'hidden SMT': 'warn' });
    expect(messageOf('hidden SMT')).toMatch(/^4 of 6 tested pairs .*0\+1: 1\.3\d×/);
  });

  it('does not call siblings hidden that the topology tells', () => {
    const host = inventHost({ physicalCores: 2, threadsPerCore: 2, numbering: 'adjacent' });
    expect(judge({ cpus: four, speed: secretSmt }, host).states).toMatchObject({
      'all CPUs at once': 'ok',
      'hidden SMT': 'ok',
    });
  });

  it('cannot tell siblings without pinning', () => {
    expect(judge({ cpus: four, pinned: false }).states['hidden SMT']).toBe('unknown');
  });

  it('finds an unsteady clock', () => {
    const { states, messageOf } = judge({ cpus: four, drift: (repetition) => (repetition % 2 ? 1 : 0.7) });
    expect(states['steady speed']).toBe('warn');
    expect(messageOf('steady speed')).toMatch(/±\d+\.\d %.*CPU time/);
  });

  it('cannot tell where others were busy meanwhile, but believes a good result', () => {
    const bad = judge({ cpus: four, speed: secretSmt, foreignCpu: 0.8 });
    expect(bad.states).toMatchObject({ 'all CPUs at once': 'unknown', 'hidden SMT': 'unknown' });
    expect(bad.messageOf('hidden SMT')).toMatch(/^Cannot tell: other programs took 0\.80 of a CPU/);
    expect(judge({ cpus: four, foreignCpu: 0.8 }).states).toEqual(fine);
  });
});

describe('the pairs that are tested', () => {
  it('are all of them on a small machine', () => {
    expect(choosePairs([3, 5, 9])).toEqual([
      [3, 5],
      [3, 9],
      [5, 9],
    ]);
    expect(choosePairs([7])).toEqual([]);
  });

  it('are neighbours and halves on a large one', () => {
    const pairs = choosePairs(Array.from({ length: 16 }, (_, id) => id));
    expect(pairs).toEqual(
      expect.arrayContaining([
        [0, 1],
        [0, 8],
      ]),
    );
    expect(pairs).toHaveLength(6);
  });
});
