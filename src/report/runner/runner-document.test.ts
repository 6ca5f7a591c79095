import { describe, expect, it } from 'vitest';
import type { Instance } from '../../market/catalog/index.js';
import { planBuild } from '../../market/plan/index.js';
import {
  inventCatalog,
  inventCurve,
  inventEvidence,
  inventedWork,
  inventInstance,
} from '../../market/plan/testing/invented.js';
import { hostile } from '../testing/hostile.js';
import { runnerDocument } from './build.js';
import { runnerFormats, summariseRunners } from './formats.js';
import { type RunnerPlanDocument, runnerPlanSchema } from './schema.js';

interface Given {
  deadlineMs?: number;
  overheadMs?: number;
  name?: string;
  runner?: Partial<Instance>;
}

/** A run takes 240 s with one worker; two runners of the measured kind of core, and one that may be any. */
function document({ deadlineMs, overheadMs = 0, name = '', runner }: Given = {}): RunnerPlanDocument {
  const of = (vcpus: number, pricePerMinute: number, given: Partial<Instance> = {}) =>
    inventInstance({
      ...{ provider: 'ci', name: `ci-${vcpus}${name}`, family: 'ci', cpu: 'Invented Xeon 9999', vcpus },
      ...{ pricePerHour: 60 * pricePerMinute, billedBy: 'minute', ...given },
    });
  const any = { provider: 'other', family: 'other', name: `any${name}`, cpu: null, physicalCores: null };
  const catalog = inventCatalog(of(2, 0.006), of(8, 0.03), of(4, 0.02, { ...any, ...runner }));
  const curve = inventCurve([1, 2, 4, 8], { engine: 'self-parallel', dispatch: 'apply', perWorker: 1 / 240 });
  const plan = planBuild({
    work: { ...inventedWork, scenario: `make${name}`, taskMs: [240_000], passTasks: 1 },
    evidences: [inventEvidence([curve])],
    catalog: { ...catalog, attribution: [`Somebody${name}`] },
    request: { overheadMs, ...(deadlineMs !== undefined && { deadlineMs }) },
  });
  const command = `corewise plan record.jsonl --runner${name}`;
  return runnerDocument(plan, { command, version: '0.0.0', today: new Date('2026-01-02') });
}
const rendered = (format: string, given: RunnerPlanDocument) =>
  String(runnerFormats.find(({ name }) => name === format)!.render(given)[0]!.content);
const terminal = (given: RunnerPlanDocument) => summariseRunners(given, { columns: 80, color: false });

describe('a plan of runners', () => {
  it('answers in a sentence: which, with how many workers, at what cost, how long, how sure', () => {
    const { decision, why } = document();
    expect(decision).toMatch(
      /^For a build of make: ci ci-2 \(2 vCPUs\), with 2 workers, \$0\.0120 a build \(\$[\d.]+–[\d.]+\); it takes 120 s \(.*\); same CPU family\.$/,
    );
    expect(why).toEqual([
      'It is the cheapest of the 3 runners, whatever the speed of its cores within what is known.',
      '1,000 builds cost $12.00: each begun minute is paid for as a whole one.',
      'The fastest is ci ci-8: 30.0 s for $0.0300 a build.',
      'On the measured machine (Invented Xeon 9999), with 8 workers, it takes 30.0 s: measured here.',
    ]);
  });

  it('says which others may be as cheap', () => {
    // A minute or more at 0.015, where the first may take three at 0.006.
    expect(document({ runner: { pricePerHour: 0.9 } }).why[0]).toBe(
      'It is the cheapest of the 3 runners by expected cost; 1 other may be as cheap, other any first, since their ranges overlap.',
    );
  });

  it('says where none is in time, and which is nearest', () => {
    const { decision, choices, leftOut } = document({ deadlineMs: 10_000 });
    expect(decision).toBe('No runner is done within 10.0 s. The nearest: ci ci-8 takes 30.0 s for $0.0300.');
    expect([choices, leftOut]).toEqual([[], ['3 runners are too slow for the deadline.']]);
    expect(terminal(document({ deadlineMs: 10_000 }))).toContain('The nearest: ci ci-8');
  });

  it('says what is in the build and what is not', () => {
    expect(document().restsOn[0]).toContain('add them with --overhead');
    expect(document({ overheadMs: 40_000 }).restsOn[0]).toContain('40.0 s for what comes before');
    expect(document().restsOn[1]).toContain('is not published');
  });

  it('warns of a runner with another architecture than the measured machine', () => {
    const cheap = { architecture: 'arm64', pricePerHour: 0.001 } as const;
    const [finding] = document({ runner: cheap }).findings;
    expect(finding).toMatchObject({ check: 'other-architecture', severity: 'warning' });
    expect(finding!.advice).toContain('--arch x86_64');
    expect(document().findings).toEqual([]);
  });
});

describe('every format', () => {
  it('JSON is what the schema says', () => {
    expect(runnerPlanSchema.parse(JSON.parse(rendered('json', document()))).choices).toHaveLength(3);
  });

  it('CSV has a row for each runner', () => {
    const [head, first] = rendered('csv', document()).split('\r\n');
    const row = Object.fromEntries(head!.split(',').map((name, i) => [name, first!.split(',')[i]]));
    expect(row).toMatchObject({ rank: '1', runner: 'ci-2', provider: 'ci', vcpus: '2', workers: '2' });
    expect(Number(row.costPerBuild)).toBeCloseTo(0.012, 9);
    expect(Number(row.billedMs)).toBeCloseTo(120_000, 6);
    expect(Number(row.pricePerMinute)).toBeCloseTo(0.006, 9);
  });

  it('the terminal stays within its columns; Markdown and page have the table', () => {
    const lines = terminal(document()).split('\n');
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
    expect(lines.find((line) => line.startsWith('1 ci ci-2'))).toContain('$0.0120');
    expect(rendered('md', document())).toContain('| 1 | ci ci-2 |');
    expect(rendered('html', document())).toContain('Runners by cost of a build');
  });

  it('lets no text out of its place', () => {
    const given = document({ name: hostile });
    expect(rendered('html', given)).not.toMatch(/<script>alert|<img src=x/);
    expect(rendered('md', given).replace(/```[\s\S]*```/, '')).not.toMatch(/<script>|<img/);
    expect(terminal(given)).not.toContain('\u001b');
  });
});
