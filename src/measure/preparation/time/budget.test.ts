import { describe, expect, it } from 'vitest';
import { inventHost } from '../../../host/index.js';
import { chunkRule } from '../../../workers/dispatch/index.js';
import { type Case, expandCases } from '../../cases/index.js';
import { fitIntoTime, roundCostMs, type VisitCosts, visitsFor } from './budget.js';

const host = inventHost({ physicalCores: 2 });

function casesOf(
  engines: string[],
  chunksizes: (number | 'auto')[],
  cores: (number | 'all')[] = ['all'],
): Case[] {
  return expandCases(
    [
      {
        scenario: 'cycles',
        params: {},
        tasks: 12,
        openEnded: false,
        engines,
        dispatches: ['imapUnordered'],
        workers: ['auto'],
        chunksizes,
        cores,
      },
    ],
    host,
    chunkRule,
  ).cases;
}

const costs: VisitCosts = { serialPassMs: () => 200, measured: new Map() };
const settings = { rounds: 10, observationMs: 500, hostCores: 2, costs };

describe('a run that fits into its time', () => {
  const cases = casesOf(['serial', 'threads', 'processes'], [1, 4], ['all', 1]);

  it('keeps every case and the whole observation', () => {
    const fit = fitIntoTime(cases, { ...settings, leftMs: 1e9 });
    expect(fit).toMatchObject({ dropped: [], observationMs: 500 });
    expect(fit.cases).toEqual(cases);
  });

  it('shortens observations before it drops a case', () => {
    const leftMs = 10 * roundCostMs(cases, 400, costs);
    const fit = fitIntoTime(cases, { ...settings, leftMs });
    expect(fit.dropped).toEqual([]);
    expect(fit.observationMs).toBeCloseTo(400, 6);
  });

  it('drops other chunksizes first, then core subsets, then processes', () => {
    const droppedAt = (leftMs: number) => fitIntoTime(cases, { ...settings, leftMs }).dropped;
    const all = roundCostMs(cases, 200, costs) * 10;
    const little = droppedAt(all * 0.95);
    expect(little.length).toBeGreaterThan(0);
    expect(little.every((of) => of.chunksize === 4)).toBe(true);
    const most = droppedAt(1);
    const firstProcess = most.findIndex(
      (of) => of.engine === 'processes' && of.chunksize === 1 && of.cpus === null,
    );
    const lastSubset = most.findLastIndex((of) => of.cpus !== null);
    expect(firstProcess).toBeGreaterThan(lastSubset);
  });

  it('never drops serial nor one worker of what remains, however short the time', () => {
    const { cases: kept } = fitIntoTime(cases, { ...settings, leftMs: 1 });
    expect(kept.map((of) => of.id)).toEqual(
      expect.arrayContaining([
        'cycles/serial',
        'cycles/threads/imapUnordered/w1/c1',
        'cycles/threads/imapUnordered/w2/c1',
      ]),
    );
  });
});

describe('what a visit costs', () => {
  const cases = casesOf(['serial', 'threads'], [1]);

  it('counts a ceiling for two workers beside the cases', () => {
    expect(visitsFor(cases).map((visit) => visit.kind)).toEqual(['case', 'case', 'case', 'ceiling']);
  });

  it('is at least one pass, whatever the observation was to last', () => {
    const slow: VisitCosts = { serialPassMs: () => 10_000, measured: new Map() };
    expect(roundCostMs(cases, 500, slow)).toBeGreaterThan(10_000 + 10_000 + 5_000 + 10_000);
  });

  it('is what was measured, once it was', () => {
    const [serial] = cases;
    const measured = new Map([[serial!.id, { visitMs: 700, passesMs: 500, passMs: 100 }]]);
    const known = roundCostMs([serial!], 200, { ...costs, measured });
    expect(known).toBe(400);
  });
});
