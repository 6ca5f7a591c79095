import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { type Demand, type PlanOptions, planCapacity, UsageError } from '../index.js';
import { inventRecord } from '../insight/testing/invented-record.js';
import { saveRecord } from '../testing/sample-record.js';
import { temporaryFolder } from '../testing/temporary-folder.js';

const folder = temporaryFolder();
const cases = [
  { engine: 'serial', wallMs: 1200 },
  { engine: 'threads', workers: 1, wallMs: 1200 },
  { engine: 'threads', workers: 2, wallMs: 600 },
];
const record = saveRecord(join(folder, 'record.jsonl'), inventRecord({ host: { physicalCores: 2 }, cases }));
const catalog = join(folder, 'prices.csv');
writeFileSync(
  catalog,
  'name,vcpus,physicalCores,memoryGiB,architecture,pricePerHour,asOf\nbox,2,2,8,x86_64,0.5,2026-01-01\n',
);

it('plans for a demand within constraints', async () => {
  const demand: Demand = { kind: 'throughput', perSecond: 30 };
  const plan = await planCapacity([record], { demand, constraints: { spare: 1, certainty: 0.5 }, catalog });
  // A box does 20 tasks a second.
  expect(plan.choices.map(({ instance, instances }) => [instance, instances])).toEqual([['box', 3]]);
  expect(plan).toMatchObject({ impossible: null, demand, constraints: { spare: 1, minInstances: 1 } });
});

it('buys more to be surer, 95 % unless told otherwise', async () => {
  const { choices, risk } = await planCapacity([record], {
    demand: { kind: 'throughput', perSecond: 30 },
    catalog,
  });
  // Nobody knows the box: its cores may be a third as fast.
  expect(choices.map(({ instances, expected }) => [instances, expected!.instances])).toEqual([[4, 2]]);
  expect(risk!.certainties.map(({ instances }) => instances)).toEqual([2, 4, 6]);
});

it('says what is nearest where nothing meets the demand', async () => {
  const demand: Demand = { kind: 'throughput', perSecond: 30 };
  const { impossible } = await planCapacity([record], { demand, constraints: { maxInstances: 1 }, catalog });
  expect(impossible?.nearest).toContain('box');
});

it('plans from a curve of another tool, whose machine is named with its path', async () => {
  const scan = join(folder, 'scan.csv');
  writeFileSync(scan, 'workers,ops/s\n1,10\n2,20\n');
  const demand: Demand = { kind: 'throughput', perSecond: 30 };
  const plan = await planCapacity([`${scan}=box`], { demand, catalog });
  expect(plan.choices.map(({ instance, instances }) => [instance, instances])).toEqual([['box', 2]]);
  expect(plan.findings.map(({ check }) => check)).toContain('curve-alone');
  expect(plan.machines).toMatchObject([{ record: 'scan', instanceType: 'box' }]);
});

it('takes the type of one record with its path, unless the record has another', async () => {
  const demand: Demand = { kind: 'throughput', perSecond: 30 };
  const other = saveRecord(
    join(folder, 'other.jsonl'),
    inventRecord({ host: { physicalCores: 2, memoryGiB: 8, instanceType: 'crate' }, cases }),
  );
  await expect(planCapacity([`${other}=box`], { demand, catalog })).rejects.toThrow(
    'says itself that it is of crate: leave out =box.',
  );
  const unnamed = saveRecord(
    join(folder, 'unnamed.jsonl'),
    inventRecord({ host: { physicalCores: 2, memoryGiB: 8 }, cases }),
  );
  const plan = await planCapacity([`${unnamed}=box`], { demand, catalog });
  expect(plan.machines[0]!.instanceType).toBe('box');
});

const table = join(folder, 'table.csv');
writeFileSync(table, 'workers,alpha,beta\n1,10,1\n2,20,2\n');

const steady: Demand = { kind: 'throughput', perSecond: 30 };
const job: Demand = { kind: 'job', tasks: 1.5, deadlineMs: 1 };

it.each<[readonly string[], PlanOptions, string]>([
  [[], { demand: steady }, 'at least one'],
  [[record], { demand: { ...steady, perSecond: -1 } }, 'demand.perSecond'],
  [[record], { demand: job }, 'demand.tasks'],
  [[record], { demand: { ...steady, kind: 'much' } as never }, 'Unknown demand "much"'],
  [
    [record],
    { demand: { ...steady, perSec: 1 } as never },
    '"perSec" of the demand throughput. Did you mean "perSecond"?',
  ],
  [[record], { demand: undefined as never }, "planCapacity needs a `demand`, such as { kind: 'throughput'"],
  [
    [record],
    { demand: steady, catalogue: 'x' } as never,
    '"catalogue" of planCapacity. Did you mean "catalog"?',
  ],
  [[record], { demand: steady, constraints: { headroom: 1 } }, 'constraints.headroom'],
  [[record], { demand: steady, constraints: { maxCost: 1 } as never }, 'Did you mean "maxCostPerHour"?'],
  ['runs/a' as never, { demand: steady }, "they must be a list of paths, such as ['runs/a']."],
  [[record], { demand: steady, constraints: { minInstances: 3, maxInstances: 2 } }, '--max-instances 2'],
  [[record], { demand: steady, constraints: { startupMs: 9 } }, '--startup'],
  [[record], { demand: steady, scenario: 'none' }, 'none'],
  [[record, table], { demand: steady }, 'is a curve of another tool and'],
  [[record], { demand: steady, physicalCores: 2 }, '--physical-cores belongs to curves of other tools'],
  [[table], { demand: steady, instanceType: 'box' }, 'Name one with --time-column or --rate-column'],
  [
    [record],
    { demand: steady, instanceType: 'box' },
    'has 2 CPUs and 16 GiB (x64, Invented CPU); box has 2 and 8 GiB',
  ],
])('%j with %j is refused', async (paths, options, message) => {
  const planning = planCapacity(paths, { catalog, ...options });
  await expect(planning).rejects.toThrow(UsageError);
  await expect(planning).rejects.toThrow(message);
});
