import { describe, expect, it } from 'vitest';
import type { RecordLine } from '../../record/index.js';
import { analyse } from '../analysis/index.js';
import { inventRecord } from '../testing/invented-record.js';
import type { InventedCase, InventedRun } from '../testing/invented-run.js';
import { taskFailed } from './task-failed.js';

const find = (run: InventedRun) => {
  const record = inventRecord(run);
  return taskFailed(record, analyse(record));
};
const serial = { engine: 'serial', wallMs: 100 };
const pool = (more: Partial<InventedCase> = {}) => ({ engine: 'threads', workers: 2, wallMs: 52, ...more });

describe('failed tasks', () => {
  it('are an error with its reason', () => {
    const [finding] = find({ cases: [serial, pool({ failed: 'Task 7 threw: no such table' })] });
    expect(finding).toMatchObject({
      severity: 'error',
      message: 'cycles failed with 2 threads with imapUnordered, chunksize 1: Task 7 threw: no such table',
    });
  });

  it('of a persistent command are to be typed', () => {
    const stays = { engine: 'persistent', command: 'persistent', workers: 2, failed: 'x' } as const;
    expect(find({ cases: [stays] })[0]!.advice).toBe(
      'Start the worker by hand and type a task, such as {"task": "1"}: it must answer each with one line. A failed case has no figures.',
    );
  });

  it.each<[string, Partial<Extract<RecordLine, { kind: 'failed' }>>, RegExp]>([
    ['a task', { how: 'task' }, /--engine serial --inspect-worker a debugger stops/],
    [
      'a task whose result cannot be sent',
      { how: 'task', reason: 'the result cannot be sent back: x' },
      /no functions/,
    ],
    [
      'a task that arrived changed',
      { how: 'task', reason: 'x. Tasks arrive changed: y' },
      /^Let tasks\(\) return plain/,
    ],
    ['a stray error', { how: 'stray' }, /Await every promise/],
    ['a full memory', { how: 'memory' }, /fewer --workers/],
    ['a worker that left', { how: 'lost' }, /process\.exit/],
    [
      'what the system ended',
      { how: 'lost', reason: 'signal SIGKILL. The system kills processes this way when memory runs out.' },
      /^Try fewer --workers first, or let tasks hold less/,
    ],
    [
      'a Redis that is away',
      { how: 'lost', reason: 'Redis at 10.0.0.5:6379 has not answered for 10 s.' },
      /^Check that Redis runs/,
    ],
    [
      'a Redis that is away at the start',
      { reason: 'Redis at 10.0.0.5:6379 cannot be reached: no answer.' },
      /^Check that Redis runs/,
    ],
    ['something else', {}, /See whether --engine serial runs it/],
  ])('have advice that fits %s', (_, more, advice) => {
    const failed = { kind: 'failed' as const, case: 'a', reason: 'It broke.', ...more };
    const [finding] = find({ cases: [serial, pool({ id: 'a' })], lines: [failed] });
    expect(finding?.advice).toMatch(advice);
    expect(finding?.details).toBeUndefined();
  });

  it('are not sent to serial where serial is what failed', () => {
    const lines = [{ kind: 'failed' as const, case: 's', reason: 'serial failed: it broke' }];
    const [finding] = find({ cases: [{ ...serial, id: 's' }], lines });
    expect(finding?.advice).not.toContain('See whether');
    const full = find({ cases: [{ ...serial, id: 's' }], lines: [{ ...lines[0]!, how: 'memory' as const }] });
    expect(full[0]?.advice).toMatch(/^Serial runs one task at a time/);
  });

  it('show the stack', () => {
    const stack = ['deeper (/app/a.ts:3:5)', 'run (/app/a.ts:9:1)'];
    const lines = [{ kind: 'failed' as const, case: 'a', reason: 'It broke.', how: 'task' as const, stack }];
    const [finding] = find({ cases: [serial, pool({ id: 'a' })], lines });
    expect(finding?.details).toEqual(['at deeper (/app/a.ts:3:5)', 'at run (/app/a.ts:9:1)']);
  });

  it('leave wrong results to their own check', () => {
    expect(find({ cases: [serial, pool({ verified: false })] })).toEqual([]);
  });
});
