import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { inventRecord } from '../insight/testing/invented-record.js';
import { type Instance, shippedCatalog } from '../market/catalog/index.js';
import { type Machine, Machines, priorFrom, shippedRates } from '../market/prior/index.js';
import { mean } from '../stats/index.js';
import { saveRecord } from './sample-record.js';

/** What the work of these records is like: the mean of three public workloads. */
const ALIKE = ['jpeg', 'zlib', 'hash'];
const TASKS = 960;
/** Tasks a second of a worker that is as fast as the mean of all types. */
const MEAN_RATE = 40;

const laptop = {
  ...{ provider: '', name: '', cpu: '13th Gen Intel(R) Core(TM) i7-1370P', architecture: 'x86_64' },
  ...{ vcpus: 12, physicalCores: 6, memoryGiB: 32 },
} as const;

/**
 * Writes `FOLDER/NAME/record.jsonl` of one scenario for each machine, on the fake engine: types of the shipped catalog,
 * or `laptop`, which nobody sells.
 */
export function saveMachineRecords(folder: string, names: readonly string[]): void {
  for (const name of names) {
    const found = shippedCatalog().instances.find((instance) => instance.name === name);
    const machine = name === 'laptop' ? laptop : asMachine(found!);
    const path = join(folder, name);
    mkdirSync(path, { recursive: true });
    saveRecord(join(path, 'record.jsonl'), recordOn(machine, name));
  }
}

function asMachine({ provider, name, cpu, architecture, vcpus, physicalCores, memoryGiB }: Instance) {
  return { provider, name, cpu, architecture, vcpus, physicalCores: physicalCores ?? vcpus, memoryGiB };
}

function recordOn(machine: Machine & { memoryGiB: number }, label: string) {
  const { name, cpu, architecture, vcpus, physicalCores, memoryGiB } = machine;
  const [one, all] = ratesOn(machine);
  // One worker per core is as fast as one alone, within what all of them together do.
  const cores = Math.min(all, one * physicalCores);
  const half = Math.ceil(physicalCores / 2);
  const rates = new Map([
    [1, one],
    [half, Math.min(cores, one * half)],
    [physicalCores, physicalCores === vcpus ? all : cores],
    [vcpus, all],
  ]);
  return inventRecord({
    host: {
      ...{ physicalCores, threadsPerCore: vcpus / physicalCores, memoryGiB, cpu: cpu ?? 'Unknown CPU' },
      arch: architecture === 'arm64' ? 'arm64' : 'x64',
      ...(name !== '' && { instanceType: name }),
    },
    scenarios: [{ name: 'thumbnails', tasks: TASKS }],
    plan: { label, command: `corewise run ./thumbnails.ts --label ${label}` },
    cases: [
      { engine: 'serial', wallMs: (1000 * TASKS) / one },
      ...[...rates].map(([workers, rate]) => ({
        ...{ engine: 'fake', workers, wallMs: (1000 * TASKS) / rate },
        peakMemoryMiB: 60 + 40 * workers,
      })),
    ],
  });
}

/** Tasks a second with one worker, and with one on every CPU. */
function ratesOn(machine: Machine): [number, number] {
  const rates = shippedRates();
  const rows = ALIKE.map((workload) => rates.logRates[rates.workloads.indexOf(workload)]!);
  const { parts } = new Machines(priorFrom(rates)).find(machine);
  const [one, all] = ([0, 1] as const).map((part) => {
    const { from, offset } = parts[part];
    const at = (type: number) => mean(rows.map((row) => row[part * rates.types.length + type] ?? 0));
    return from.reduce((sum, [type, weight]) => sum + weight * at(type), offset);
  });
  const level = mean(rates.types.map((_, type) => mean(rows.map((row) => row[type] ?? 0))));
  return [MEAN_RATE * Math.exp(one! - level), MEAN_RATE * Math.exp(all! - level)];
}
