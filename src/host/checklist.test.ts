import { describe, expect, it } from 'vitest';
import { checklist } from './checklist.js';
import { type Invention, inventFiles, inventHost } from './invented.js';
import { busyBetween, type Readings, readProcesses, readStatic } from './readings.js';

const quiet: Readings = {
  governors: ['performance'],
  turbo: false,
  swapUsedMiB: 0,
  memoryAvailableGiB: 12,
  loadAverage: 0.02,
  foreignCpu: 0.01,
  busy: [],
  stealShare: 0,
  clockSource: 'tsc',
  nodeOptions: [],
};

function itemOf(name: string, readings: Partial<Readings>, host: Partial<Invention> = {}) {
  const items = checklist(inventHost({ physicalCores: 4, ...host }), { ...quiet, ...readings });
  return items.find(({ item }) => item === name)!;
}

describe('the checklist', () => {
  it('has nothing to say about a quiet machine of its own', () => {
    const items = checklist(inventHost({ physicalCores: 4 }), quiet);
    expect(items.filter(({ state }) => state !== 'ok')).toEqual([]);
    expect(items.every(({ advice }) => advice === '')).toBe(true);
  });

  it.each<[string, Partial<Readings>, Partial<Invention>, RegExp]>([
    [
      'other load',
      { foreignCpu: 0.93, busy: [{ pid: 7, name: 'cc1', cpu: 0.9 }] },
      {},
      /0\.93 of a CPU: cc1 \(7\) 90 %; load average 0\.02/,
    ],
    ['steal', { stealShare: 0.04 }, {}, /4\.0 %/],
    ['quota', {}, { quotaCpus: 1.5 }, /1\.5 CPUs' worth of time on 4 CPUs/],
    ['affinity', {}, { allowed: [0, 2] }, /Only the CPUs 0,2 of 4/],
    ['SMT', {}, { threadsPerCore: 2 }, /8 CPUs are 4 physical cores/],
    ['governor', { governors: ['powersave', 'performance'] }, {}, /powersave, performance/],
    ['turbo', { turbo: true }, {}, /Turbo is on/],
    ['memory', { memoryAvailableGiB: 0.4 }, {}, /Only 0\.4 of 16 GiB/],
    ['memory', { memoryAvailableGiB: 12 }, { memoryLimitGiB: 0.5 }, /Only 0\.5 of 0\.5 GiB/],
    ['memory limit', {}, { memoryLimitGiB: 2 }, /All workers together may use 2 GiB/],
    ['swap', { swapUsedMiB: 300 }, {}, /300 MiB of swap/],
    ['virtualization', {}, { virtualization: 'KVM' }, /guest \(KVM\)/],
    ['clock', { clockSource: 'hpet' }, {}, /hpet/],
    ['taskset', {}, { canConfine: false }, /--pin do not work/],
    ['Node', { nodeOptions: ['--inspect=0', '--max-old-space-size=99'] }, {}, /runs with --inspect=0,/],
  ])('%s: warns and says what to do', (name, readings, host, message) => {
    const item = itemOf(name, readings, host);
    expect(item.state).toBe('warn');
    expect(item.message).toMatch(message);
    expect(item.advice).not.toBe('');
  });

  it.each<[string, Partial<Readings>]>([
    ['other load', { foreignCpu: null }],
    ['steal', { stealShare: null }],
    ['governor', { governors: null }],
    ['turbo', { turbo: null }],
    ['memory', { memoryAvailableGiB: null }],
    ['swap', { swapUsedMiB: null }],
    ['clock', { clockSource: null }],
  ])('%s: says so where the system does not tell', (name, readings) => {
    expect(itemOf(name, readings).state).toBe('unknown');
  });
});

describe('what is read for it', () => {
  it('comes from the files of Linux', () => {
    const files = inventFiles({
      '/proc/meminfo':
        'MemTotal: 16777216 kB\nMemAvailable: 8388608 kB\nSwapTotal: 2048 kB\nSwapFree: 1024 kB\n',
      '/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor': 'powersave\n',
      '/sys/devices/system/cpu/cpu1/cpufreq/scaling_governor': 'powersave\n',
      '/sys/devices/system/cpu/intel_pstate/no_turbo': '0\n',
      '/sys/devices/system/clocksource/clocksource0/current_clocksource': 'kvm-clock\n',
    });
    expect(readStatic(files, inventHost({ physicalCores: 2 }))).toMatchObject({
      governors: ['powersave'],
      turbo: true,
      swapUsedMiB: 1,
      memoryAvailableGiB: 8,
      clockSource: 'kvm-clock',
    });
  });

  it('is unknown where there are none', () => {
    expect(readStatic(inventFiles({}), inventHost({ physicalCores: 2 }))).toMatchObject({
      governors: null,
      turbo: null,
      swapUsedMiB: null,
      clockSource: null,
    });
  });

  it('names other busy processes, the busiest first, and none of ours', () => {
    const stat = (pid: number, name: string, ticks: number, start = 7) =>
      `${pid} (${name}) S 1 0 0 0 -1 0 0 0 0 0 ${ticks} 0 0 0 20 0 1 0 ${start} 0`;
    const at = (a: number, b: number, c: number) =>
      readProcesses(
        inventFiles({
          '/proc/10/stat': stat(10, 'a (b) c', a),
          '/proc/11/stat': stat(11, 'make', b),
          '/proc/12/stat': stat(12, 'ours', c),
          '/proc/13/stat': stat(13, 'idle', 5),
        }),
      );
    expect(busyBetween(at(100, 200, 0), at(120, 280, 90), 1000, new Set([12]))).toEqual([
      { pid: 11, name: 'make', cpu: 0.8 },
      { pid: 10, name: 'a (b) c', cpu: 0.2 },
    ]);
  });
});
