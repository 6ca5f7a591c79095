import { describe, expect, it } from 'vitest';
import { compareMachines } from '../machines.js';
import { type InventedComparison, inventCompared, options } from '../testing/invented-records.js';
import { compareVersions } from '../versions.js';

/** The findings of a comparison of a plain record with another one, by check. */
function findings(other: Partial<InventedComparison>, kind: 'machines' | 'versions' = 'versions') {
  const before = inventCompared({ name: 'plain', label: 'one' });
  const after = inventCompared({ name: 'other', minute: 1, label: 'two', ...other });
  const document =
    kind === 'versions'
      ? compareVersions([after], [before], options)
      : compareMachines([before, after], options);
  return new Map(document.findings.map((finding) => [finding.check, finding]));
}

describe('what differs is flagged by name', () => {
  it.each([
    [
      'other-node',
      { host: { node: '22.1.0' } },
      'The version of Node differs: 20.0.0 (plain); 22.1.0 (other).',
    ],
    [
      'other-corewise',
      { corewise: '0.2.0' },
      'The version of corewise differs: 0.0.0 (plain); 0.2.0 (other).',
    ],
    ['other-seed', { seed: 7 }, 'The seed differs: 1 (plain); 7 (other).'],
    [
      'other-pin',
      { run: { plan: { pin: 'physical' as const } } },
      'How workers are pinned differs: none (plain); physical (other).',
    ],
    [
      'other-cores',
      { host: { quotaCpus: 1.5 } },
      'The CPUs that runs could use differ: CPUs 0,1 (plain); CPUs 0,1 with a quota of 1.5 (other).',
    ],
    ['other-machine', { host: { cpu: 'Other CPU' } }, 'Not all records are from one machine:'],
  ])('%s', (check, other, message) => {
    expect(findings(other).get(check)).toMatchObject({ severity: 'warning' });
    expect(findings(other).get(check)!.message).toContain(message);
    expect(findings({}).has(check)).toBe(false);
  });
});

it('machines may have other cores; their runs on one machine may not', () => {
  expect(findings({ physicalCores: 4 }, 'machines').has('other-cores')).toBe(false);
  const confined = {
    run: { cases: [{ engine: 'threads', workers: 1, cpus: [0], wallMs: 100 }] },
  };
  expect(findings(confined, 'machines').get('other-cores')!.message).toContain('on a part of their cores');
});

it('runs that did not end are flagged', () => {
  expect(findings({ run: { stopped: null } }).get('unfinished')!.message).toContain('other');
  expect(findings({ run: { stopped: { reason: 'interrupted' } } }).has('unfinished')).toBe(true);
});

it('cases with wrong results are left out and an error', () => {
  const cases = [
    { engine: 'threads', workers: 2, wallMs: 120 },
    { engine: 'threads', workers: 4, wallMs: 60, verified: false },
  ];
  const document = compareVersions(
    [inventCompared({ name: 'other', minute: 1, run: { cases } })],
    [inventCompared({ name: 'plain' })],
    options,
  );
  expect(document.findings[0]).toMatchObject({ check: 'results', severity: 'error' });
  expect(document.works[0]!.entries.flatMap(({ settings }) => settings)).not.toContainEqual(
    expect.objectContaining({ setting: expect.objectContaining({ workers: 4 }) }),
  );
});

it('results that nobody compared are flagged beside others that were compared', () => {
  const cases = [{ engine: 'threads', workers: 2, wallMs: 120, verified: null }];
  expect(findings({ run: { cases } }).get('unchecked')!.message).toContain('after');
});

it('few rounds and disturbed ones are flagged', () => {
  expect(findings({ run: { rounds: 3 } }).get('few-rounds')!.message).toContain('other');
  const disturbed = [
    { engine: 'threads', workers: 2, wallMs: 120, disturbedRounds: [1, 2, 3, 4, 5, 6, 7, 8, 9] },
  ];
  expect(findings({ run: { cases: disturbed } }).get('disturbed')!.message).toContain('other');
});

it('settings of one side only are named, since they are not compared', () => {
  const cases = [
    { engine: 'threads', workers: 2, wallMs: 120 },
    { engine: 'threads', workers: 4, wallMs: 100 },
  ];
  expect(findings({ run: { cases } }).get('one-side-only')!.message).toBe(
    'cycles: measured on one side only, so not compared: serial (before); 4 threads with imapUnordered, chunksize 1 (after).',
  );
});
