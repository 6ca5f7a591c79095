import { describe, expect, it } from 'vitest';
import { shippedCatalog } from '../../market/catalog/index.js';
import { makePlan, unconstrained } from '../../market/plan/index.js';
import { inventCurve, inventEvidence, inventInput } from '../../market/plan/testing/invented.js';
import { shippedRates } from '../../market/prior/index.js';
import { planDocument } from './build.js';
import { planFormats, summarisePlan } from './formats.js';
import { type PlanDocument, planSchema } from './schema.js';

const shop = ['Standard_D4s_v6', 'c8i.4xlarge', 'c4a-standard-8', 'Standard_D8ps_v6', 'c5.2xlarge'];
const evidence = {
  ...inventEvidence(
    [inventCurve([1, 2, 4], { machine: { physicalCores: 2, logicalCores: 4 }, contention: 0.2 })],
    { cpu: 'INTEL(R) XEON(R) PLATINUM 8573C', instanceType: 'Standard_D4s_v6', family: 'azure/Dsv6' },
  ),
  command: 'corewise run ./work.ts --label laptop --max-time 5m --instance-type Standard_D4s_v6 --out runs/a',
};

function document({ perSecond = 5000, next = 2, command = evidence.command } = {}): PlanDocument {
  const { instances, ...catalog } = shippedCatalog();
  const plan = makePlan(
    inventInput({
      demand: { kind: 'throughput', perSecond },
      evidences: [{ ...evidence, command }],
      catalog: { ...catalog, instances: instances.filter(({ name }) => shop.includes(name)) },
      constraints: { ...unconstrained, certainty: 0.95 },
      publicRates: shippedRates(),
      next,
    }),
  );
  return planDocument(plan, { command: 'corewise plan', version: '0.0.0', today: new Date('2026-11-21') });
}

const made = document();
const rendered = (format: string) =>
  String(planFormats.find(({ name }) => name === format)!.render(made)[0]!.content);

describe('the decision', () => {
  it('says in one sentence what to buy, how likely that is right, and how likely enough', () => {
    expect(made.decision).toMatch(
      /^For 5,000 tasks a second: \d+ × .*; predicted, yet before azure Standard_D4s_v6 .*; \d+ % likely to be within 10 % of the cheapest; 9\d % likely to be enough\.$/,
    );
  });

  it('is followed by the price of certainty, and by what is surest at once', () => {
    const [cheapest, price, surest] = made.why;
    expect(cheapest).toMatch(
      /^It is the cheapest of 4 of the 5 types in the catalog \(those with public data\) by expected cost;/,
    );
    expect(price).toMatch(/^The price of certainty: \d+ .* for 50 %, \d+ .* for 95 %, \d+ .* for 99 %\.$/);
    expect(surest).toMatch(
      /^To be 95 % sure without measuring first, \d+ × azure Standard_D4s_v6 cost least/,
    );
  });

  it('is a plan of its schema', () => expect(planSchema.parse(made)).toEqual(made));
});

describe('what to measure next', () => {
  it('is said with why, what it costs, and what it may save', () => {
    expect(made.next!.message).toMatch(
      /^Measure .* and .* next, at the same time: .* could be \d+ % cheaper than the cheapest measured type, azure Standard_D4s_v6, and is [\d.]+ % likely to be the cheapest\. 10 minutes of all of them cost about \$[\d.]+; the expected saving is [\d.]+ %, \$[\d,]+ a month\.$/,
    );
  });

  it('comes with what to run there: what was run here, as that type', () => {
    const { instance, command } = made.next!.types[0]!;
    expect(command).toBe(
      `npx corewise run ./work.ts --max-time 5m --instance-type ${instance} --label ${instance}`,
    );
    expect(document({ command: 'measure(suite)' }).next!.types[0]!.command).toBeNull();
  });

  it('stands in every format', () => {
    const terminal = summarisePlan(made, { columns: 80, color: false });
    for (const text of [rendered('html'), rendered('md'), terminal]) {
      expect(text).toContain('What to measure next');
      expect(text).toMatch(/npx corewise run \.\/work\.ts --max-time 5m --instance-type/);
    }
  });

  it('is nothing where one machine does: buy it', () => {
    const { next, why } = document({ perSecond: 1 });
    expect(next!.message).toMatch(
      /^Stop measuring: the expected further saving is below 5 % \(.*\)\. Buy azure/,
    );
    expect(why.join(' ')).not.toContain('price of certainty');
  });
});
