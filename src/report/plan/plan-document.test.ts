import { describe, expect, it } from 'vitest';
import { hostile } from '../testing/hostile.js';
import { planFormats, summarisePlan } from './formats.js';
import { type PlanDocument, planSchema } from './schema.js';
import { inventPlan } from './testing/invented.js';
import { formatTime, latencySentence } from './words.js';

const rendered = (format: 'html' | 'json' | 'md' | 'csv') => (document: PlanDocument) =>
  String(planFormats.find(({ name }) => name === format)!.render(document)[0]!.content);
const html = rendered('html');
const markdown = rendered('md');
const terminal = (given = inventPlan(), columns = 80) => summarisePlan(given, { columns, color: false });

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
    const arrivals = {
      kind: 'arrivals',
      arrivals: { rate: 100 },
      p95Ms: 50,
      balancer: 'central',
      seed: 1,
      count: 2_000,
    } as const;
    expect(inventPlan({ demand: arrivals }).decision).toMatch(
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

const arrivals = {
  kind: 'arrivals',
  arrivals: { rate: 100 },
  p95Ms: 50,
  balancer: 'random',
  seed: 1,
  count: 2_000,
} as const;

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

describe('every format', () => {
  it('JSON is what the schema says', () => {
    for (const demand of [
      { kind: 'job', tasks: 10, deadlineMs: 1000 },
      { kind: 'arrivals', arrivals: { rate: 100 }, p95Ms: 50, balancer: 'random', seed: 1, count: 2_000 },
    ] as const) {
      expect(planSchema.parse(JSON.parse(rendered('json')(inventPlan({ demand })))).choices).toHaveLength(3);
    }
  });

  const dear = { spotPerHour: 0.1, reservedPerHour: 0.2 };

  it('has what a month and a million tasks cost, and other ways to pay where the catalog has them', () => {
    const document = inventPlan({ instance: dear });
    const told =
      'It costs $438 a month of 730 h, $0.167 per million tasks, $0.200 an hour on spot and $0.400 an hour reserved for a year.';
    expect(terminal(document).replace(/\s+/g, ' ')).toContain(told);
    for (const text of [html(document), markdown(document), terminal(document, 200)])
      for (const figure of ['a month', 'a million tasks', 'spot', 'reserved', '$438', '$0.167'])
        expect(text).toContain(figure);
    expect(terminal(inventPlan(), 200)).not.toContain('spot');
  });

  it('says what a job costs, in whole minutes where those are paid for', () => {
    const demand = { kind: 'job', tasks: 1e6, deadlineMs: 3_600_000 } as const;
    const text = terminal(inventPlan({ demand, instance: { billedBy: 'minute' } })).replace(/\s+/g, ' ');
    // 20.8 minutes at 0.3 an hour.
    expect(text).toContain('It costs $0.105 for the job, each begun minute paid for and $0.105 per million');
  });

  it('CSV has a row for each choice, with every figure', () => {
    const [head, first, ...others] = rendered('csv')(inventPlan({ instance: dear }))
      .trim()
      .split('\r\n');
    expect(others).toHaveLength(2);
    const row = Object.fromEntries(head!.split(',').map((name, i) => [name, first!.split(',')[i]]));
    expect(row).toMatchObject({
      ...{ rank: '1', instance: 'cheap', provider: 'own', instances: '2', workers: '8' },
      ...{ costPerHour: '0.6', costPerMonth: '438', spotCostPerHour: '0.2', reservedCostPerHour: '0.4' },
      known: 'extrapolated',
    });
    expect(Number(row.costPerMillionTasks)).toBeCloseTo(0.6 / 3.6);
    expect(rendered('csv')(inventPlan({ instance: { name: '=cmd()' } }))).toContain(",'=cmd(),");
  });

  it('the terminal stays within its columns, and says in the same line what was not measured', () => {
    const lines = terminal().split('\n');
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
    expect(lines.find((line) => line.startsWith('1 own cheap'))).toContain('assumed, before #2');
    expect(lines.find((line) => line.startsWith('2 own measured'))).toMatch(/ measured +\$/);
  });

  it('Markdown has the decision, the table and the command', () => {
    const text = markdown(inventPlan());
    expect(text).toContain('**For 1,000 tasks a second: 2 × own cheap');
    expect(text).toContain('| 1 | own cheap |');
    expect(text).toContain('```sh\nnpx corewise plan record.jsonl\n```');
  });

  it('the page has its parts in the order in which a buyer asks', () => {
    const arrivals = {
      kind: 'arrivals',
      arrivals: { rate: 100 },
      p95Ms: 50,
      balancer: 'random',
      seed: 1,
      count: 2_000,
    } as const;
    const page = html(inventPlan({ demand: arrivals }));
    const parts = [
      'class="headline"',
      'Choices by expected cost',
      'id="cost-time"',
      'id="latency-load"',
      'What would change the answer',
      'What it rests on',
      'How to reproduce',
    ];
    const places = parts.map((part) => page.indexOf(part));
    expect(places).not.toContain(-1);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
  });

  it('lets no text out of its place', () => {
    const document = inventPlan({ name: hostile });
    expect(html(document)).not.toMatch(/<script>alert|<img src=x/);
    expect(markdown(document).replace(/```[\s\S]*```/, '')).not.toMatch(/<script>|<img/);
    expect(terminal(document)).not.toContain('\u001b');
  });
});
