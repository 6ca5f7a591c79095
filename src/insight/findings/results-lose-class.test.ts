import { describe, expect, it } from 'vitest';
import type { RecordLine } from '../../record/index.js';
import { analyse } from '../analysis/index.js';
import { inventRecord } from '../testing/invented-record.js';
import { resultsLoseClass } from './results-lose-class.js';

type Lost = NonNullable<Extract<RecordLine, { kind: 'verification' }>['lost']>;

function find(lost: Lost | undefined) {
  const ids = ['a', 'b'];
  const record = inventRecord({
    cases: [
      { engine: 'serial', wallMs: 100 },
      ...ids.map((id, at) => ({ id, engine: 'threads', workers: 2 + at, wallMs: 52, verified: undefined })),
    ],
    lines: ids.map((id) => ({ kind: 'verification', case: id, verified: true, ...(lost && { lost }) })),
  });
  return resultsLoseClass(record, analyse(record));
}

const link = { path: 'result.link', serial: 'URL', here: '{}', results: 12 };

describe('what results lose in messages', () => {
  it('is a warning, once for all cases that lose the same', () => {
    const [finding, ...others] = find([link]);
    expect(others).toEqual([]);
    expect(finding).toMatchObject({ severity: 'warning', cases: ['a', 'b'] });
    expect(finding?.message).toBe(
      'cycles: results arrive changed from 2 threads with imapUnordered, chunksize 1 and 3 threads with imapUnordered, chunksize 1: ' +
        'result.link is URL in serial and {} there (12 results). What arrives equals serial’s, but a program that uses the results gets less than it returned.',
    );
  });

  it('is counted beyond three kinds', () => {
    const many = ['a', 'b', 'c', 'd', 'e'].map((key) => ({ ...link, path: `result.${key}`, results: 1 }));
    expect(find(many)[0]?.message).toContain(
      'result.c is URL in serial and {} there (1 result) and 2 more kinds.',
    );
  });

  it('is no finding where nothing is lost', () => expect(find(undefined)).toEqual([]));
});
