import { describe, expect, it } from 'vitest';
import type { Report } from './report/index.js';
import { inventReport } from './report/testing/invented.js';
import './vitest.js';

/** What a failing expectation says. */
function saidBy(expectation: () => void): string {
  try {
    expectation();
  } catch (error) {
    return (error as Error).message;
  }
  return 'passed';
}

/** With passes of about so many ms in each round, of the recommended cases. */
function taking(ms: number, label = 'mine'): Report {
  const report = inventReport();
  const best = report.recommendations.map(({ caseId }) => caseId);
  for (const c of report.cases.filter(({ id }) => best.includes(id)))
    c.wallMs = { median: ms, low: ms, high: ms, samples: [0.99, 1, 1, 1.01].map((factor) => factor * ms) };
  return { ...report, label };
}

describe('toScaleTo', () => {
  it('passes where the whole interval is above', () => {
    expect(inventReport()).toScaleTo(1.8);
    expect(inventReport()).not.toScaleTo(1.9);
  });

  it('says by scenario what was found, with its interval, and what to doubt', () => {
    const text = saidBy(() => expect(inventReport()).toScaleTo(1.9));
    expect(text).toBe(
      [
        'expected every scenario to be at least 1.9× as fast as serial',
        '  cycles: 1.91× (1.87–1.95) using 2 threads with imapUnordered, chunksize 1, which does not show whether it reaches 1.90×.',
        '  calculate-e: 1.91× (1.87–1.95) using 2 threads with imapUnordered, chunksize 1, which does not show whether it reaches 1.90×.',
        '  warning: Other processes took up to 0.61 CPU in 3 of 12 rounds; the figures rest on the 9 undisturbed ones.',
        '  warning: Twelve tasks in chunks of 4 are 3 chunks, so the last chunk keeps one worker busy while others wait.',
      ].join('\n'),
    );
    expect(saidBy(() => expect(inventReport()).toScaleTo(4))).toContain('which is below 4.00×.');
    expect(saidBy(() => expect(inventReport()).not.toScaleTo(1.8))).toContain(
      'expected a scenario not to be proved at least 1.8× as fast as serial\n  cycles: 1.91× (1.87–1.95)',
    );
  });

  it('fails where nothing was compared, and so does its opposite', () => {
    const nothing = { ...inventReport(), recommendations: [] };
    for (const expectation of [
      () => expect(nothing).toScaleTo(1.1),
      () => expect(nothing).not.toScaleTo(1.1),
      () => expect(nothing).not.toBeFasterThan(inventReport()),
    ])
      expect(saidBy(expectation)).toMatch(/No scenario was compared|no scenario in common/);
  });
});

describe('toMatchSerial', () => {
  it('passes where every case was verified', () => {
    expect(inventReport()).toMatchSerial();
  });

  it.each([
    [{ verified: false, reason: 'task 3: 4 instead of 5' }, ': task 3: 4 instead of 5'],
    [{ verified: false }, ': its results differ from those of serial.'],
    [{ status: 'failed' as const, reason: 'task 3 threw' }, ': task 3 threw'],
    [{ verified: null }, ': its results could not be checked against serial.'],
  ])('names a case of %o', (changed, said) => {
    const report = inventReport();
    const pool = report.cases.find(({ role }) => role === 'asked')!;
    Object.assign(pool, changed);
    expect(saidBy(() => expect(report).toMatchSerial())).toContain(`\n  ${pool.id}${said}\n`);
  });

  it('leaves out what was skipped, and fails where nothing is left', () => {
    const report = inventReport();
    for (const c of report.cases) if (c.engine === 'processes') c.status = 'skipped';
    expect(report).toMatchSerial();
    report.cases = report.cases.filter(({ role }) => role === 'reference');
    expect(saidBy(() => expect(report).toMatchSerial())).toContain('Nothing was measured beside serial.');
  });
});

describe('toBeFasterThan', () => {
  it('passes where the other is surely slower', () => {
    expect(taking(50)).toBeFasterThan(taking(60));
    expect(taking(60)).not.toBeFasterThan(taking(50));
    expect(taking(60)).not.toBeFasterThan(taking(60));
  });

  it('says how much, and how sure', () => {
    const text = saidBy(() => expect(taking(60)).toBeFasterThan(taking(50, 'theirs')));
    expect(text).toContain(
      'expected mine to be faster than theirs\n  cycles: slower: 0.83× (0.82–0.85) as fast, 60.0 ms against 50.0 ms per pass, 2 threads with imapUnordered, chunksize 1 against 2 threads with imapUnordered, chunksize 1.',
    );
    const other = { ...taking(50), recommendations: [] };
    expect(saidBy(() => expect(taking(60)).toBeFasterThan(other))).toContain('no scenario in common');
  });
});

it('what is no report, or no speedup, is named', () => {
  expect(() => expect({ speedup: 2 }).toScaleTo(1.8)).toThrow(/toScaleTo takes a report/);
  expect(() => expect(inventReport()).toScaleTo(Number.NaN)).toThrow(
    /a speedup above 0, such as 1.8; it got NaN/,
  );
  expect(() => expect(inventReport()).toScaleTo('2' as never)).toThrow(/it got 2/);
  expect(() => expect(inventReport()).toBeFasterThan(undefined as never)).toThrow(/takes a report/);
});
