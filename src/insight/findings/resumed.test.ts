import { expect, it } from 'vitest';
import { inventRecord } from '../testing/invented-record.js';
import { resumed } from './resumed.js';

const line = {
  kind: 'resumed' as const,
  at: '2026-01-02T03:04:05.000Z',
  rounds: 4,
  unfinished: 1,
  elapsedMs: 9_000,
  plan: { rounds: null, precision: 0.05, maxTimeMs: 150_000 },
};
const found = (...lines: (typeof line & { differs?: string[] })[]) =>
  resumed(inventRecord({ cases: [{ engine: 'serial', wallMs: 100 }], lines }));

it('a run that was not resumed has nothing to tell', () => {
  expect(found()).toEqual([]);
});

it('when it was, and after how many rounds', () => {
  expect(found(line)).toMatchObject([
    { severity: 'info', message: 'The run was resumed on 2026-01-02 at 03:04 UTC, after 3 rounds.' },
  ]);
});

it('what was otherwise by then is a warning', () => {
  const [finding] = found({ ...line, differs: ['Node was 20.1.0 and is 22.1.0.'] });
  expect(finding).toMatchObject({ severity: 'warning' });
  expect(finding!.message).toMatch(
    /after 3 rounds, though something had changed: Node was 20\.1\.0 and is 22/,
  );
});
