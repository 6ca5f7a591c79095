import { describe, expect, it } from 'vitest';
import { insight } from '../index.js';
import { inventRecord } from '../testing/invented-record.js';
import { checks, findingsOf } from './index.js';

const quiet = inventRecord({
  host: { physicalCores: 4 },
  cases: [
    { engine: 'serial', wallMs: 100 },
    { engine: 'threads', wallMs: 100 },
    { engine: 'threads', workers: 2, wallMs: 50.5 },
    { engine: 'threads', workers: 4, wallMs: 25.5 },
  ],
});

describe('findings', () => {
  it('are none where there is nothing to doubt', () => {
    expect(findingsOf(quiet, insight(quiet))).toEqual([]);
  });

  it('say what and what to do, the gravest first', () => {
    const record = inventRecord({
      rounds: 3,
      cases: [
        { engine: 'serial', wallMs: 100 },
        { engine: 'threads', workers: 2, wallMs: 52, verified: null },
        { engine: 'threads', workers: 4, wallMs: 52, verified: false },
      ],
      lines: [{ kind: 'note', check: 'charts', message: 'No charts were drawn.' }],
    });
    const findings = findingsOf(record, insight(record));
    expect(findings.map(({ check }) => check)).toEqual([
      'results-differ',
      'too-few-rounds',
      'not-verified',
      'charts',
    ]);
    for (const { message, advice } of findings) expect(message.length * advice.length).toBeGreaterThan(0);
  });

  it('never fail on a record that ends at once', () => {
    const record = inventRecord({
      cases: [{ engine: 'serial' }, { engine: 'threads' }],
      rounds: 0,
      stopped: null,
    });
    expect(findingsOf(record, insight(record)).map(({ check }) => check)).toEqual([
      'interrupted',
      'cases-dropped',
    ]);
  });

  it('have checks of distinct names', () => {
    expect(new Set(checks.map(({ name }) => name)).size).toBe(checks.length);
  });
});
