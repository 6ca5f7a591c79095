import { fileURLToPath, pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { localBenchHost, virtualMeter } from '../../../measure/runner/index.js';
import type { Observation } from '../../../record/index.js';
import { createFakeEngine, type FakeEngineOptions } from '../../../workers/engines/index.js';
import { inventRecord } from '../../testing/invented-record.js';
import { analyse, type CaseResult } from '../index.js';
import { CAUSES, type Loss, totalLoss } from './loss.js';

/** What one case is measured with; serial runs the same tasks undisturbed. */
interface Setting {
  tasks?: number;
  workers?: number;
  chunksize?: number;
  cores?: number;
  /** What a task takes, ms, wherever it runs. */
  cost?: (task: unknown) => number;
  cold?: true;
  /** What disturbs the workers, and them alone. */
  engine?: FakeEngineOptions;
}

const module = pathToFileURL(
  fileURLToPath(new URL('../../../testing/fixtures/equal.js', import.meta.url)),
).href;
const COST_MS = 8;

async function observe(setting: Setting, engine: 'serial' | 'fake'): Promise<Observation> {
  const { tasks = 12, workers = 2, chunksize = 1, cost = () => COST_MS } = setting;
  const fake = createFakeEngine({ cost, ...(engine === 'fake' && setting.engine) });
  const observed = await localBenchHost({ meter: virtualMeter, engine: () => fake }).observe({
    scenario: { module, export: 'default', params: { tasks }, seed: 1 },
    engine,
    dispatch: 'imapUnordered',
    workers: engine === 'serial' ? 1 : workers,
    chunksize,
    observationMs: 200,
    openEndedMs: 500,
    keepChunks: false,
    ...(engine === 'fake' && setting.cold && { cold: true }),
  });
  return { kind: 'observation', case: '', round: 1, order: 1, ...observed };
}

async function analysed(setting: Setting, change = (lines: Observation[]) => lines): Promise<CaseResult> {
  const { tasks = 12, workers = 2, chunksize = 1, cores = 8, cold } = setting;
  const record = inventRecord({
    scenarios: [{ name: 'equal', tasks }],
    cases: [
      { engine: 'serial', cores },
      { engine: 'fake', workers, chunksize, cores, ...(cold && { cold }) },
    ],
    rounds: 0,
  });
  const [serial, pool] = record.header.plan.cases;
  const lines = change([
    { ...(await observe(setting, 'serial')), case: serial!.id },
    { ...(await observe(setting, 'fake')), case: pool!.id },
  ]);
  for (const round of [1, 2, 3]) record.lines.push(...lines.map((line) => ({ ...line, round })));
  return analyse(record).cases[1]!;
}

const lossOf = async (setting: Setting): Promise<Loss> => (await analysed(setting)).lossWorkerMs!;

/** Every cause that changed, as its share of the change of the whole. */
async function attribution(baseline: Setting, injected: Setting): Promise<Partial<Record<string, number>>> {
  const [before, after] = [await lossOf(baseline), await lossOf(injected)];
  const whole = totalLoss(after) - totalLoss(before);
  const shares = CAUSES.map((cause) => [cause, (after[cause] - before[cause]) / whole] as const);
  return Object.fromEntries(
    shares.filter(([, share]) => Math.abs(share) > 1e-9).map(([cause, share]) => [cause, share]),
  );
}

const last = (tasks: number) => (task: unknown) => (task === tasks - 1 ? 8 * COST_MS : COST_MS);
const exactly = (share: number) => expect.closeTo(share, 9);

describe('one cause at a time goes into its bucket, whole', () => {
  it.each<[string, Setting, Setting, Record<string, number>]>([
    [
      'twice as many workers as cores: each task waits as long as it computes',
      { workers: 2, cores: 2 },
      { workers: 4, cores: 2, engine: { wait: () => COST_MS } },
      { oversubscribed: exactly(1) },
    ],
    [
      'more workers than cores and than chunks',
      { workers: 2, cores: 2, tasks: 2 },
      { workers: 8, cores: 2, tasks: 2 },
      { oversubscribed: exactly(1) },
    ],
    [
      'one task eight times as long, and last',
      { tasks: 13, workers: 2 },
      { tasks: 13, workers: 2, cost: last(13) },
      { tail: exactly(1) },
    ],
    [
      'fewer chunks than workers',
      { tasks: 12, workers: 2 },
      { tasks: 2, workers: 6 },
      { unused: exactly(1) },
    ],
    [
      'messages that take time',
      { tasks: 100, cost: () => 0.1 },
      { tasks: 100, cost: () => 0.1, engine: { messageMs: 0.2 } },
      { dispatch: exactly(1) },
    ],
    ['workers that are kept waiting', {}, { engine: { wait: () => COST_MS / 4 } }, { wait: exactly(1) }],
    [
      'one worker at half the speed',
      {},
      { engine: { cost: (_, worker) => (worker === 1 ? 2 * COST_MS : COST_MS) } },
      { slowdown: exactly(1) },
    ],
    [
      'workers that start with every pass',
      {},
      { cold: true, engine: { startupMs: 30 } },
      { startup: exactly(1) },
    ],
    [
      'tasks that take more CPU time beside others',
      {},
      { engine: { cost: () => 1.5 * COST_MS } },
      { slowdown: exactly(1) },
    ],
  ])('%s', async (_, baseline, injected, shares) => {
    expect(await attribution(baseline, injected)).toEqual(shares);
  });
});

describe('the parts', () => {
  const settings: Setting[] = [
    { tasks: 7, workers: 3, chunksize: 2, cost: last(7), engine: { messageMs: 0.7, wait: () => 0.3 } },
    { tasks: 5, workers: 8, cores: 5.5, engine: { wait: (_, worker) => worker } },
    { tasks: 100, workers: 4, cost: () => 0.1, engine: { messageMs: 1 } },
    { tasks: 2, workers: 1, engine: { cost: () => COST_MS / 2 } },
  ];

  it.each(settings)('sum to workers · wall time − serial: %j', async (setting) => {
    const { lossWorkerMs, wallMs } = await analysed(setting);
    const serial = await observe(setting, 'serial');
    const whole = (setting.workers ?? 2) * wallMs!.median - serial.wallMs[0]!;
    expect(totalLoss(lossWorkerMs!)).toBeCloseTo(whole, 9);
    expect(lossWorkerMs!.unexplained).toBeCloseTo(0, 9);
  });

  it('may be negative: what serial takes longer for is a gain', async () => {
    expect((await lossOf({ engine: { cost: () => COST_MS / 2 } })).slowdown).toBeCloseTo(-6 * COST_MS, 9);
  });

  it('are none of serial, which others are held against', async () => {
    const record = inventRecord({ cases: [{ engine: 'serial', wallMs: 100 }] });
    expect(analyse(record).cases[0]).toMatchObject({ lossWorkerMs: null, lossParts: null });
  });
});

describe('a quota that stops the workers', () => {
  // Two workers under one CPU: each waits as long as it computes, 96 ms in all.
  const setting: Setting = { workers: 2, cores: 1, engine: { wait: () => COST_MS } };
  const stopped = (throttledMs: number) => (lines: Observation[]) =>
    lines.map((line, index) =>
      index === 0
        ? line
        : { ...line, disturbance: { ...line.disturbance, throttledMs: throttledMs * line.passes } },
    );

  it.each([
    [0, { throttled: 0, oversubscribed: 96 }],
    [40, { throttled: 40, oversubscribed: 56 }],
    [96, { throttled: 96, oversubscribed: 0 }],
    [200, { throttled: 96, oversubscribed: 0 }],
  ])(
    'for %d ms takes that from what workers beyond the quota cost, as far as they waited',
    async (ms, parts) => {
      const loss = (await analysed(setting, stopped(ms))).lossWorkerMs!;
      expect(loss).toMatchObject({
        throttled: expect.closeTo(parts.throttled, 9),
        oversubscribed: expect.closeTo(parts.oversubscribed, 9),
        wait: expect.closeTo(0, 9),
        unexplained: expect.closeTo(0, 9),
      });
      expect(totalLoss(loss)).toBeCloseTo(96, 9);
    },
  );

  it('takes it from waiting where there are cores for all', async () => {
    const loss = (await analysed({ ...setting, cores: 2 }, stopped(40))).lossWorkerMs!;
    expect([loss.throttled, loss.wait, loss.oversubscribed]).toEqual([
      expect.closeTo(40, 9),
      expect.closeTo(56, 9),
      0,
    ]);
  });
});

describe('the thread that feeds the workers', () => {
  const MAIN_MS = 5;
  const feeding = (lines: Observation[]) =>
    lines.map((line, index) => (index === 0 ? line : { ...line, mainCpuMs: MAIN_MS * line.passes }));
  const setting: Setting = { engine: { wait: () => COST_MS / 4 } };

  it.each<[string, number, number]>([
    ['makes the workers of a full machine wait, which is part of dispatch', 2, MAIN_MS],
    ['makes nobody wait where a core is left for it', 3, 0],
  ])('%s', async (_, cores, displaced) => {
    const alone = await lossOf({ ...setting, cores });
    const fed = await analysed({ ...setting, cores }, feeding);
    expect(fed.lossWorkerMs!.dispatch - alone.dispatch).toBeCloseTo(displaced, 9);
    expect(fed.lossWorkerMs!.wait - alone.wait).toBeCloseTo(-displaced, 9);
    expect(fed.lossParts?.displaced).toBe(displaced);
  });
});

describe('where the system does not tell waiting and computing apart', () => {
  const withoutCounters = (lines: Observation[]) =>
    lines.map((line) => ({
      ...line,
      lanes: line.lanes.map(({ cpuMs: _, waitMs: __, gapCpuMs: ___, gapWaitMs: ____, ...lane }) => lane),
    }));
  const setting: Setting = { engine: { wait: () => COST_MS / 4, messageMs: 1 } };

  it('waiting is part of slowdown, and the parts say so', async () => {
    const known = await analysed(setting);
    const unknown = await analysed(setting, withoutCounters);
    const { wait, slowdown, ...others } = known.lossWorkerMs!;
    expect(unknown.lossWorkerMs).toEqual(
      Object.fromEntries(
        Object.entries({ ...others, wait: 0, slowdown: wait + slowdown }).map(([cause, ms]) => [
          cause,
          expect.closeTo(ms, 9),
        ]),
      ),
    );
    expect([known.lossParts?.waitIn, unknown.lossParts?.waitIn]).toEqual(['wait', 'slowdown']);
    expect(unknown.lossParts).not.toHaveProperty('blocked');
  });
});
