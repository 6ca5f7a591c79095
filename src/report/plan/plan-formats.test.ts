import { describe, expect, it } from 'vitest';
import { hostile } from '../testing/hostile.js';
import { planFormats, summarisePlan } from './formats.js';
import { type PlanDocument, planSchema } from './schema.js';
import { arrivals, inventPlan } from './testing/invented.js';

const rendered = (format: 'html' | 'json' | 'md' | 'csv') => (document: PlanDocument) =>
  String(planFormats.find(({ name }) => name === format)!.render(document)[0]!.content);
const html = rendered('html');
const markdown = rendered('md');
const terminal = (given = inventPlan(), columns = 80) => summarisePlan(given, { columns, color: false });

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
