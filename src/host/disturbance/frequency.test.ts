import { expect, it } from 'vitest';
import { inventFiles, inventHost } from '../invented.js';
import { disturbanceMeter, readFrequencyMhz } from './disturbance.js';

const governed = (...khz: number[]) =>
  Object.fromEntries(
    khz.map((value, id) => [`/sys/devices/system/cpu/cpu${id}/cpufreq/scaling_cur_freq`, `${value}\n`]),
  );
const cpuinfo = {
  '/proc/cpuinfo': 'processor\t: 0\ncpu MHz\t\t: 2000.5\n\nprocessor\t: 1\ncpu MHz\t\t: 3000.5\n\n',
};

it('is the mean of the CPUs in question, from the governor or else from cpuinfo', () => {
  expect(readFrequencyMhz(inventFiles({ ...governed(2_000_000, 3_000_000), ...cpuinfo }), [0, 1])).toBe(2500);
  expect(readFrequencyMhz(inventFiles({ ...governed(2_000_000, 3_000_000) }), [1])).toBe(3000);
  expect(readFrequencyMhz(inventFiles(cpuinfo), [0, 1])).toBe(2500.5);
  expect(readFrequencyMhz(inventFiles({}), [0, 1])).toBeUndefined();
});

it('stands at the start and the end of what is metered', () => {
  let khz = 3_000_000;
  const sources = {
    files: { ...inventFiles({}), read: (path: string) => inventFiles(governed(khz, khz)).read(path) },
    now: () => 0,
    pid: 1,
    switches: () => 0,
  };
  const meter = disturbanceMeter(inventHost({ physicalCores: 2 }), 1, sources);
  meter.start();
  khz = 2_400_000;
  expect(meter.stop().frequencyMhz).toEqual({ start: 3000, end: 2400 });
});
