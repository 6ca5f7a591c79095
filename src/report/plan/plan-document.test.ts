import { describe, expect, it } from 'vitest';
import { planFormats } from './formats.js';
import type { PlanDocument } from './schema.js';
import { arrivals, inventPlan } from './testing/invented.js';
import { formatTime, latencySentence } from './words.js';

const rendered = (format: 'html' | 'json' | 'md' | 'csv') => (document: PlanDocument) =>
  String(planFormats.find(({ name }) => name === format)!.render(document)[0]!.content);
const html = rendered('html');
const markdown = rendered('md');

describe('the decision', () => {
  it('is one sentence: what, how many, with what settings, at what cost, how sure', () => {
    expect(inventPlan().decision).toBe(
      'For 1,000 tasks a second: 2 × own cheap, each with 8 threads (imapUnordered, chunksize 1), $0.600 an hour ($0.300–1.20); 62 % used; extrapolated, yet before own measured (#2), which was measured.',
    );
  });

  it('tells what is asked for and what it comes to, by the kind of demand', () => {
    const job = inventPlan({ demand: { kind: 'job', tasks: 1e6, deadlineMs: 3_600_000 } }).decision;
    expect(job).toMatch(/^For 1,000,000 tasks within 60 min: 1 × .*; it takes 20.8 min;/);
    const programs = inventPlan({ demand: { kind: 'programs', programs: 40 } }).decision;
    expect(programs).toMatch(/^For 40 programs at once: 5 × .*; a program takes 10\.\d ms;/);
    expect(inventPlan({ demand: { ...arrivals, balancer: 'central' } }).decision).toMatch(
      /^For 100 arrivals a second, 95 % of them done within 50.0 ms: .* behind a central balancer/,
    );
  });

  it('says where memory, not cores, bounds the workers', () => {
    const plan = inventPlan({ constraints: { memoryPerWorkerMiB: 6000 } });
    expect(plan.decision).toContain(
      'each with 5 threads (imapUnordered, chunksize 1; memory holds 5 of its 8 vCPUs’ workers)',
    );
    expect(markdown(plan)).toContain('memory holds 5 of its 8 vCPUs’ workers');
    expect(plan.choices[0]!.memoryHolds).toBe(5);
  });

  it('says of an impossible demand what stands in the way and what would be nearest', () => {
    const { decision, choices } = inventPlan({ constraints: { maxCostPerHour: 0.1 } });
    expect(decision).toBe(
      'No instance type meets the demand within --max-cost 0.10/h. The nearest: 2 × own cheap for 0.60 USD an hour.',
    );
    expect(choices).toEqual([]);
  });
});

describe('a choice of which nearly any number may be needed', () => {
  const document = inventPlan({ demand: { kind: 'throughput', perSecond: 100_000 }, offBy: 3 });

  it('is not to be bought: the decision says so first, with what to run', () => {
    expect(document.decision).toMatch(
      /^Buy nothing on this: measure again, on own cheap itself \(npx corewise run --instance-type cheap\), since what is known allows \d+ to \d+ of them\. For 100,000 tasks a second: /,
    );
    expect(inventPlan({ demand: { kind: 'throughput', perSecond: 100_000 } }).decision).toMatch(/^For /);
  });

  it('has no price in large type', () => {
    expect(html(document)).toContain('<div class="figure">–</div>');
  });
});

describe('the reasons', () => {
  it('say how far the answer may be trusted, and what would change it', () => {
    const [certainty, sensitivity] = inventPlan().why;
    expect(certainty).toBe(
      'It is the cheapest of the 3 types in the catalog by expected cost; 1 type with other cores may be as cheap, own measured first, since their ranges overlap.',
    );
    expect(sensitivity).toMatch(
      /^own cheap wins unless its cores are more than 38 % slower than assumed; then own measured is cheaper/,
    );
    expect(sensitivity).toMatch(/What is known about the cores leaves that open\.$/);
  });
});

describe('what a choice is the cheapest of', () => {
  const why = (...given: Parameters<typeof inventPlan>) => inventPlan(...given).why[0];

  it('is the types that the constraints leave', () => {
    expect(inventPlan().considered).toBe(3);
    expect(why({ constraints: { provider: 'own', architecture: 'x86_64' } })).toMatch(
      /^It is the cheapest of the 3 x86_64 types of own in the catalog by expected cost;/,
    );
    expect(why({ isDearBurstable: true })).toMatch(
      /^It is the cheapest of the 2 types in the catalog that are not burstable by expected cost;/,
    );
  });

  it('is said of the only one that meets the demand', () => {
    expect(why({ constraints: { maxCostPerHour: 0.7 } })).toBe(
      'It is the only one of the 3 types in the catalog that meets the demand.',
    );
  });
});

describe('figures', () => {
  it('of the headline are those of the details, inside their intervals', () => {
    const document = inventPlan({ demand: arrivals });
    const { value, low, high } = document.latency!.totalMs.p95;
    const [first] = document.choices;
    expect(first!.timeMs!.value).toBe(value);
    expect(value).toBeGreaterThanOrEqual(low);
    expect(value).toBeLessThanOrEqual(high);
    expect(document.decision).toContain(`95 % are done within ${formatTime(value)} behind`);
    expect(latencySentence(document)).toMatch(new RegExp(`are done within .*, ${formatTime(value)}`));
  });
});

describe('the days of prices', () => {
  it('are the same wherever they stand, and none is of another day', () => {
    const document = inventPlan({ days: ['2025-12-30', '2025-12-24', '2025-12-28'] });
    const price = document.assumptions.find(({ what }) => what === 'Prices')!;
    expect(price.source).toBe(
      'prices of 2025-12-24 to 2025-12-30; the catalog was put together on 2026-01-01',
    );
    expect(html(document)).toContain('prices of 2025-12-24 to 2025-12-30');
    expect(html(document)).not.toContain('prices of 2026-01-01');
  });
});

describe('the findings', () => {
  const checks = (...given: Parameters<typeof inventPlan>) =>
    inventPlan(...given).findings.map(({ check }) => check);

  it('are none where a law was fitted, all was verified and prices are fresh', () => {
    expect(checks()).toEqual([]);
  });

  it('warn of a record without a law, and of a fleet that is nearly full', () => {
    expect(checks({ counts: [1, 2] })).toContain('no-law');
    expect(checks({ demand: { kind: 'throughput', perSecond: 7900 } })).toEqual(['no-headroom']);
  });

  it('warn of a record that other load disturbed', () => {
    expect(checks({ isDisturbed: true })).toEqual(['disturbed']);
  });

  it('warn of tasks that wait, which more cores do not help', () => {
    const [finding] = inventPlan({ noPool: '12 at once on one thread' }).findings;
    expect(finding?.message).toBe(
      'The tasks of cycles wait: invented recommends no pool, but 12 at once on one thread. This plan counts cores, which do not shorten the wait.',
    );
  });
});
