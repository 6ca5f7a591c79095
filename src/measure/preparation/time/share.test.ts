import { describe, expect, it } from 'vitest';
import { inventHost } from '../../../host/index.js';
import { chunkRule } from '../../../workers/dispatch/index.js';
import { expandCases, type SweepInput } from '../../cases/index.js';
import type { SerialPass } from '../../runner/index.js';
import { noSerialPasses } from '../inspected.js';
import type { Prepared } from '../prepare.js';
import { type SerialPasses, sampledPass } from '../serial/serial-passes.js';
import { withShares } from './share.js';
import { timeNote } from './time-note.js';

const TASKS = 48;

/** Two threads over serial, on tasks that take as long as given. */
function plan(taskMs: number, { workers = [2], ran = TASKS }: { workers?: number[]; ran?: number } = {}) {
  const input: SweepInput = {
    scenario: 'job',
    params: {},
    tasks: TASKS,
    openEnded: false,
    engines: ['serial', 'threads'],
    dispatches: ['imapUnordered'],
    workers,
    chunksizes: [1],
    cores: ['all'],
  };
  const { cases } = expandCases([input], inventHost({ physicalCores: 8 }), chunkRule);
  let serial: SerialPass = {
    tasks: ran,
    taskMs: new Array(ran).fill(taskMs),
    passMs: ran * taskMs,
    ...(ran < TASKS && { allTasks: TASKS }),
  };
  const serialPasses: SerialPasses = {
    ...noSerialPasses,
    of: () => serial,
    keep: (_, __, take) => {
      serial = sampledPass(serial, take);
    },
  };
  const prepared = { name: 'job', params: {}, tasks: TASKS, whole: false, ref: { seed: 1 } } as Prepared;
  return { cases, serialPasses, prepared };
}

function shareOf(taskMs: number, leftMs: number, more: Parameters<typeof plan>[1] = {}) {
  const { cases, serialPasses, prepared } = plan(taskMs, more);
  const time = { leftMs, observationMs: 500, rounds: null };
  const [shared] = withShares([{ sweep: { scenario: 'job' }, prepared }], cases, serialPasses, time);
  const { tasks, allTasks, ref } = shared!.prepared;
  return { tasks, allTasks, sample: ref.sample, serial: serialPasses.of('job', {}) as SerialPass };
}

describe('passes of fewer tasks', () => {
  it('are not needed where rounds of all fit', () => {
    expect(shareOf(10, 60_000)).toMatchObject({ tasks: TASKS, allTasks: undefined, sample: undefined });
  });

  it('leave time for three rounds of everything and some of what leads', () => {
    const { tasks, allTasks, sample, serial } = shareOf(420, 55_000);
    expect(allTasks).toBe(TASKS);
    expect(sample).toEqual({ of: TASKS, take: tasks });
    expect(tasks).toBeGreaterThanOrEqual(4);
    expect(tasks * 420).toBeLessThan(5_000);
    expect(serial).toMatchObject({ tasks, allTasks: TASKS, passMs: tasks * 420 });
    expect(serial.taskMs).toHaveLength(tasks);
  });

  it('are of two tasks for each worker at least, however long these are', () => {
    expect(shareOf(20_000, 55_000, { workers: [8] }).tasks).toBe(16);
  });

  it('are of those that serial had the time for', () => {
    expect(shareOf(420, 1e9, { ran: 10 })).toMatchObject({ tasks: 10, sample: { of: TASKS, take: 10 } });
  });
});

describe('what a run says before it measures', () => {
  const noteOf = (taskMs: number, maxTimeMs: number, rounds: number | null = null) => {
    const { cases, serialPasses, prepared } = plan(taskMs);
    return timeNote({
      ...{ cases, serialPasses, rounds, maxTimeMs },
      prepared: [prepared],
      observationMs: 500,
      minRounds: 10,
    });
  };

  it('is nothing where its time is enough', () => expect(noteOf(2, 60_000)).toBeUndefined());

  it('is what a round costs, and what ten do', () => {
    expect(noteOf(60, 60_000)).toBe(
      'One round of all 3 settings takes about 10.9 s; 10 take about 110s: --max-time 3m. What leads after three rounds gets the rest of the time.',
    );
  });

  it('promises nothing of what leads where the rounds are given', () => {
    expect(noteOf(60, 60_000, 20)).toMatch(
      /^One round of all 3 settings takes about 10\.9 s; 20 take about 4m/,
    );
    expect(noteOf(60, 60_000, 20)).not.toMatch(/leads/);
  });

  it('is how many tasks passes are of, and what whole ones want', () => {
    const { cases, serialPasses, prepared } = plan(420, { ran: 8 });
    const some = { ...prepared, tasks: 8, allTasks: TASKS };
    const note = timeNote({
      ...{ cases, serialPasses, rounds: null, maxTimeMs: 60_000 },
      prepared: [some],
      observationMs: 500,
      minRounds: 10,
    });
    expect(note).toMatch(
      /^job: a pass of all 48 tasks takes about 20\.2 s in serial, so each pass runs 8 of them, spread evenly\. Whole passes need --max-time \d+m\./,
    );
  });
});
