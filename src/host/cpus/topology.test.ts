import { describe, expect, it } from 'vitest';
import { inventFiles, inventHost } from '../invented.js';
import { countCores } from './cpus.js';
import { assumeTopology, readAllowed, readTopology } from './topology.js';

const root = '/sys/devices/system/cpu';

function topologyFiles(cores: Record<number, { siblings?: string; package?: number; core?: number }>) {
  const entries = Object.entries(cores).flatMap(([id, cpu]) => [
    ...(cpu.siblings ? [[`${root}/cpu${id}/topology/thread_siblings_list`, `${cpu.siblings}\n`]] : []),
    ...(cpu.core === undefined ? [] : [[`${root}/cpu${id}/topology/core_id`, `${cpu.core}\n`]]),
    [`${root}/cpu${id}/topology/physical_package_id`, `${cpu.package ?? 0}\n`],
  ]);
  return { [`${root}/online`]: `${Object.keys(cores).join(',')}\n`, ...Object.fromEntries(entries) };
}

describe('topology from /sys', () => {
  it('names a core by its lowest sibling', () => {
    const files = inventFiles(
      topologyFiles({
        0: { siblings: '0,2' },
        1: { siblings: '1,3' },
        2: { siblings: '0,2' },
        3: { siblings: '1,3' },
      }),
    );
    expect(readTopology(files).map((cpu) => cpu.core)).toEqual([0, 1, 0, 1]);
  });

  it('keeps cores apart whose core_id repeats between dies', () => {
    const files = inventFiles(
      topologyFiles({ 0: { siblings: '0', core: 0 }, 1: { siblings: '1', core: 0 } }),
    );
    expect(readTopology(files).map((cpu) => cpu.core)).toEqual([0, 1]);
  });

  it('uses core_id without sibling lists, and the id without either', () => {
    const files = inventFiles(topologyFiles({ 0: { core: 7 }, 1: {} }));
    expect(readTopology(files).map((cpu) => cpu.core)).toEqual([7, 1]);
  });

  it('takes an unknown package (-1) as the only one', () => {
    expect(readTopology(inventFiles(topologyFiles({ 4: { package: -1 } })))).toEqual([
      { id: 4, package: 0, core: 4, capacity: 1 },
    ]);
  });

  it('leaves offline CPUs out', () => {
    const files = inventFiles({ ...topologyFiles({ 0: {}, 1: {}, 2: {} }), [`${root}/online`]: '0,2\n' });
    expect(readTopology(files).map((cpu) => cpu.id)).toEqual([0, 2]);
  });

  it('finds E-cores by the capacity the kernel gives them', () => {
    const files = inventFiles({
      ...topologyFiles({ 0: {}, 1: {} }),
      [`${root}/cpu0/cpu_capacity`]: '512\n',
      [`${root}/cpu1/cpu_capacity`]: '1024\n',
    });
    expect(readTopology(files).map((cpu) => cpu.capacity)).toEqual([0.5, 1]);
  });

  it('finds E-cores by the list of a hybrid processor, weighted by their clock', () => {
    const clock = 'cpufreq/cpuinfo_max_freq';
    const files = inventFiles({
      ...topologyFiles({ 0: {}, 1: {}, 2: {} }),
      '/sys/devices/cpu_core/cpus': '0-1\n',
      '/sys/devices/cpu_atom/cpus': '2\n',
      [`${root}/cpu0/${clock}`]: '5200000\n',
      [`${root}/cpu1/${clock}`]: '5000000\n',
      [`${root}/cpu2/${clock}`]: '3900000\n',
    });
    expect(readTopology(files).map((cpu) => cpu.capacity)).toEqual([1, 1, 0.75]);
  });

  it('knows nothing where /sys is hidden', () => {
    expect(readTopology(inventFiles({}))).toEqual([]);
  });
});

describe('allowed CPUs', () => {
  const { cpus } = inventHost({ physicalCores: 4 });

  it('are those of the affinity mask that are online', () => {
    const files = inventFiles({
      '/proc/self/status': 'Name:\tnode\nCpus_allowed:\tf\nCpus_allowed_list:\t1-2,9\n',
    });
    expect(readAllowed(files, cpus)).toEqual([1, 2]);
  });

  it('are all where /proc does not tell', () => {
    expect(readAllowed(inventFiles({}), cpus)).toEqual([0, 1, 2, 3]);
  });
});

describe('topology from counts alone', () => {
  it.each([
    ['one thread a core', { logical: 8, physical: 8, efficiencyCores: 4 }, 8, 4],
    ['two threads per core', { logical: 8, physical: 4, efficiencyCores: 0 }, 4, 0],
    ['two threads on P-cores only', { logical: 12, physical: 8, efficiencyCores: 4 }, 8, 4],
    ['counts that contradict each other', { logical: 2, physical: 4, efficiencyCores: 0 }, 2, 0],
  ])('%s', (_, counts, physical, slow) => {
    const cpus = assumeTopology(counts);
    const host = { ...inventHost({ physicalCores: 1 }), cpus, allowed: cpus.map((cpu) => cpu.id) };
    expect(countCores(host)).toMatchObject({ physical, logical: counts.logical });
    expect(cpus.filter((cpu) => cpu.capacity < 1)).toHaveLength(slow);
  });
});
