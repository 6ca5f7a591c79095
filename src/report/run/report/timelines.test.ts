import { describe, expect, it } from 'vitest';
import { inventRecord } from '../../../insight/testing/invented-record.js';
import type { ChunkRow, Observation, RunRecord } from '../../../record/index.js';
import { buildReport } from './build.js';

const recorded = (): RunRecord =>
  inventRecord({
    rounds: 3,
    cases: [
      { engine: 'serial', wallMs: 600 },
      { engine: 'threads', workers: 2, wallMs: 300, disturbedRounds: [3] },
    ],
    scenarios: [{ tasks: 2 }],
  });

const poolsOf = (record: RunRecord) =>
  record.lines.filter(
    (line): line is Observation => line.kind === 'observation' && line.case.includes('threads'),
  );

/** Two tasks in each of two passes, of so many ms. */
const rows = ([first, second]: readonly [number, number]): ChunkRow[] =>
  [first, second].flatMap((ms, pass): ChunkRow[] => [
    [0, 0, 1, pass, 0, 0, ms],
    [1, 1, 1, pass, 0, 0, ms - 1],
  ]);

function withPasses(...walls: (readonly [number, number])[]): RunRecord {
  const record = recorded();
  for (const [i, line] of poolsOf(record).entries()) {
    const given = walls[i]!;
    line.wallMs = [...given];
    line.chunks = rows(given);
  }
  return record;
}

const chosenOf = (record: RunRecord) =>
  buildReport(record).timelines!.map(({ round, pass, wallMs, cut, chunks }) => [
    round,
    pass,
    wallMs,
    cut ?? false,
    chunks.length,
  ]);

describe('the pass that a report tells chunk by chunk', () => {
  it('is the median one of the undisturbed rounds', () => {
    expect(chosenOf(withPasses([310, 290], [305, 400], [10, 20]))).toEqual([[2, 1, 305, false, 2]]);
  });

  it('is one of a disturbed round where there is no other', () => {
    const record = withPasses([310, 290], [305, 400], [10, 20]);
    for (const line of poolsOf(record).slice(0, 2)) delete line.chunks;
    expect(chosenOf(record)).toEqual([[3, 1, 10, false, 2]]);
  });

  it('is a whole one, and says where there is none', () => {
    const record = withPasses([310, 290], [305, 400], [10, 20]);
    const [first, second, third] = poolsOf(record);
    first!.chunks!.pop();
    for (const line of [second!, third!]) delete line.chunks;
    expect(chosenOf(record)).toEqual([[1, 1, 310, false, 2]]);
    first!.chunks!.splice(1);
    expect(chosenOf(record)).toEqual([[1, 1, 310, true, 1]]);
  });

  it('is none where the record keeps no chunks', () => {
    expect(chosenOf(recorded())).toEqual([]);
  });
});

describe('the task times that a report tells round by round', () => {
  it('are those of all rounds that are kept, chunk by chunk, per task', () => {
    const record = withPasses([310, 290], [305, 400], [10, 20]);
    poolsOf(record)[0]!.chunks!.push([0, 0, 2, 2, 0, 100, 300]);
    delete poolsOf(record)[1]!.chunks;
    expect(buildReport(record).taskTimes).toMatchObject([
      {
        case: poolsOf(record)[0]!.case,
        rounds: [
          { round: 1, chunks: 5, taskMs: [310, 309, 290, 289, 100] },
          { round: 3, chunks: 4, taskMs: [10, 9, 20, 19] },
        ],
      },
    ]);
  });

  it('are of a hundred rounds at most, evenly chosen', () => {
    const record = withPasses([310, 290], [305, 400], [10, 20]);
    const [seen] = poolsOf(record);
    for (let round = 4; round <= 250; round++) record.lines.push({ ...seen!, round });
    const [times] = buildReport(record).taskTimes!;
    expect(times!.ofRounds).toBe(250);
    expect(times!.rounds.map(({ round }) => round)).toEqual(
      Array.from({ length: 100 }, (_, i) => 1 + Math.floor(2.5 * i)),
    );
  });

  it('are 200 of a round at most, evenly chosen', () => {
    const record = withPasses([310, 290], [305, 400], [10, 20]);
    poolsOf(record)[0]!.chunks = Array.from({ length: 500 }, (_, i): ChunkRow => [0, 0, 1, 0, 0, 0, i]);
    const [round] = buildReport(record).taskTimes![0]!.rounds;
    expect(round).toMatchObject({ round: 1, chunks: 500 });
    expect(round!.taskMs).toHaveLength(200);
    expect(round!.taskMs.slice(0, 3)).toEqual([0, 2, 5]);
    expect(round!.taskMs.at(-1)).toBe(497);
  });
});
