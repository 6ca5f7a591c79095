import { describe, expect, it } from 'vitest';
import type { Progress } from '../../index.js';
import { canRedraw, progressText, roundLines } from './progress.js';

const progress: Progress = {
  phase: 'measure',
  done: 0.5,
  leftMs: 64_100,
  round: 3,
  rounds: 9,
  isExact: false,
  setting: '2 threads, chunksize 4, map',
  case: 'cycles/threads/map/w2/c4',
};

describe('the progress line', () => {
  it.each<[number, string]>([
    [
      140,
      'Measuring ████████░░░░░░░░  50 %  1:05 left  round 3 of about 9  2 threads, chunksize 4, map  cycles/threads/map/w2/c4',
    ],
    [
      100,
      'Measuring ████████░░░░░░░░  50 %  1:05 left  round 3 of about 9  2 threads, chunksize 4, map  cycl…',
    ],
    [81, 'Measuring ████░░░░  50 %  1:05 left  round 3 of about 9  2 threads, chunksize 4…'],
    [80, 'Measuring ████░░░░  50 %  1:05 left  round 3 of about 9  2 threads, chunksize 4'],
    [79, 'Measuring  50 %  1:05 left  round 3 of about 9  2 threads, chunksize 4, map  …'],
    [70, 'Measuring  50 %  1:05 left  round 3 of about 9  2 threads, chunksize…'],
  ])('shows engine, workers and chunksize before it cuts (%i columns)', (columns, text) => {
    expect(progressText(progress, columns)).toBe(text);
  });

  it.each<[Partial<Progress>, string]>([
    [{ rounds: 10, isExact: true }, 'round 3 of 10'],
    [{ rounds: 9, isExact: false }, 'round 3 of about 9'],
    [{}, 'round 3'],
    [{ isConfirmation: true }, 'confirmation 3'],
  ])('with %j says %s', (of, text) => {
    const { rounds: _, isExact: __, setting: ___, case: ____, ...bare } = progress;
    expect(progressText({ ...bare, ...of }, 80)).toBe(`Measuring ████████░░░░░░░░  50 %  1:05 left  ${text}`);
  });

  it.each<[number, string]>([
    [
      120,
      'Measuring ████████░░░░░░░░  50 %  1:05 left  round 3 of about 9  best 1.90× ±3.2 %  2 threads, chunksize 4, map  cycle…',
    ],
    [80, 'Measuring  50 %  1:05 left  round 3 of about 9  best 1.90× ±3.2 %  2 threads, …'],
  ])('says how precise the answer is so far (%i columns)', (columns, text) => {
    const best = { speedup: 1.9, halfWidth: 0.032 };
    expect(progressText({ ...progress, best }, columns)).toBe(text);
  });

  it('leaves out an answer that could be anything', () => {
    const text = progressText({ ...progress, best: { speedup: 1.04, halfWidth: 2.24 } }, 120);
    expect(text).not.toContain('best');
  });

  it('leaves out what is not known yet', () => {
    expect(progressText({ phase: 'prepare', done: 0, leftMs: null }, 80)).toBe(
      'Preparing ░░░░░░░░░░░░░░░░   0 %',
    );
  });

  it.each([20, 40, 80])('stays narrower than a terminal of %i columns', (columns) => {
    const long: Progress = { phase: 'measure', done: 2, leftMs: 1e9, round: 12, case: 'x'.repeat(200) };
    expect(progressText(long, columns)).toHaveLength(columns - 1);
  });
});

describe('without a terminal', () => {
  it('there is one line per round, and one a confirmation', () => {
    const said: string[] = [];
    const { update } = roundLines((text) => said.push(text));
    update({ phase: 'prepare', done: 0, leftMs: null });
    for (const round of [1, 2])
      for (const setting of ['serial', '2 threads'])
        update({ phase: 'measure', done: 0, leftMs: round === 1 ? null : 60_000, round, setting });
    update({ ...progress, rounds: 8, best: { speedup: 1.9, halfWidth: 0.032 } });
    update({ ...progress, rounds: 9 });
    update({ ...progress, round: 1, isConfirmation: true });
    update({ phase: 'report', done: 1, leftMs: null });
    expect(said).toEqual([
      'Measuring: round 1',
      'Measuring: round 2, 1:00 left',
      'Measuring: round 3 of about 8, 1:05 left, best 1.90× ±3.2 % so far',
      'Measuring: confirmation 1, 1:05 left',
    ]);
  });

  it.each<[boolean | undefined, NodeJS.ProcessEnv, boolean]>([
    [true, { TERM: 'xterm-256color' }, true],
    [true, {}, true],
    [true, { TERM: 'xterm', NO_COLOR: '' }, true],
    [true, { TERM: 'dumb' }, false],
    [true, { TERM: 'xterm', NO_COLOR: '1' }, false],
    [undefined, { TERM: 'xterm' }, false],
  ])('isTTY %s with %j redraws: %s', (isTTY, env, redraws) => {
    expect(canRedraw({ isTTY } as { isTTY: boolean }, env)).toBe(redraws);
  });
});
