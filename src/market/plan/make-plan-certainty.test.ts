import { describe, expect, it } from 'vitest';
import { makePlan } from './make-plan.js';
import type { Demand } from './request.js';
import {
  inventCatalog,
  inventCurve,
  inventEvidence,
  inventInput,
  inventInstance,
  measured,
  rival,
  stream,
  type8,
} from './testing/invented.js';

describe('how sure a choice is', () => {
  const provenanceOf = (evidences = measured(), instance = type8) =>
    makePlan(inventInput({ demand: stream, evidences, catalog: inventCatalog(instance) })).choices[0]!.setting
      .provenance;

  it('is extrapolated by a law where the type was not measured', () => {
    expect(provenanceOf(measured(), rival)).toBe('extrapolated');
  });

  it('is assumed without a law, with the range that follows', () => {
    const few = measured([inventCurve([1, 2])]);
    const plan = makePlan(inventInput({ demand: stream, evidences: few, catalog: inventCatalog(rival) }));
    const [{ setting, costPerHour }] = plan.choices as [(typeof plan.choices)[0]];
    expect(setting).toMatchObject({ provenance: 'assumed', law: null });
    expect(costPerHour.high).toBeGreaterThan(2 * costPerHour.value);
    expect(costPerHour.low).toBeLessThan(costPerHour.value);
  });

  it('is that of the family where the CPU is the same and the count was measured', () => {
    const evidences = [inventEvidence(undefined, { cpu: 'Rival 5678' })];
    expect(provenanceOf(evidences, rival)).toBe('same CPU family');
  });

  it('is assumed where threads share cores that nobody measured together', () => {
    const smt = inventInstance({ name: 'type8', vcpus: 16, physicalCores: 8, threadsPerCore: 2 });
    const tight: Demand = { kind: 'throughput', perSecond: 900 };
    const plan = makePlan(inventInput({ demand: tight, evidences: measured(), catalog: inventCatalog(smt) }));
    expect(plan.choices[0]!.setting).toMatchObject({
      workers: 16,
      provenance: 'assumed',
      scaling: 'assumed',
    });
  });

  it('comes from the record that is most like the type', () => {
    const fast = inventEvidence([inventCurve([1, 2, 4, 8], { perWorker: 200 })], { instanceType: 'rival' });
    const input = inventInput({
      demand: stream,
      evidences: [...measured(), { ...fast, label: 'fast' }],
      catalog: inventCatalog(type8, rival),
    });
    const labels = makePlan(input).choices.map(({ instance, setting }) => [
      instance.name,
      setting.evidence.label,
    ]);
    expect(labels).toEqual([
      ['rival', 'fast'],
      ['type8', 'invented'],
    ]);
  });

  it('does not decide the place, but what is said of it', () => {
    const cheap = { ...rival, pricePerHour: 0.3 };
    const { choices } = makePlan(
      inventInput({ demand: stream, evidences: measured(), catalog: inventCatalog(type8, cheap) }),
    );
    expect(choices.map(({ instance }) => instance.name)).toEqual(['rival', 'type8']);
    expect(choices[0]!.outranks).toMatchObject({ rank: 2, instance: { name: 'type8' } });
  });
});

describe('what would change the answer', () => {
  const catalog = inventCatalog(type8, rival);
  const demand: Demand = { kind: 'throughput', perSecond: 72_000 };

  it('is how slow the winner may be, and how fast its rival must be', () => {
    // 90 instances at 0.4 cost 36 an hour, 90 of the rival 45.
    const { breakEven } = makePlan(inventInput({ demand, evidences: measured(), catalog }));
    expect(breakEven!.rival.instance.name).toBe('rival');
    // 112 of the winner cost less than 45 and do 72,000 a second at 72,000 ÷ 89,600 of the speed.
    expect(breakEven!.winnerSpeed).toBeCloseTo(72_000 / 89_600, 3);
    // 71 of the rival cost less than 36, if each does 72,000 ÷ 71.
    expect(breakEven!.rivalSpeed).toBeCloseTo(72_000 / (71 * 800), 2);
  });

  it('is not a type with the same cores', () => {
    const twin = { ...type8, name: 'twin', pricePerHour: 0.45 };
    const plan = makePlan(
      inventInput({ demand, evidences: measured(), catalog: inventCatalog(type8, twin) }),
    );
    expect(plan.breakEven).toBeNull();
    expect(plan.rivals).toEqual([]);
  });
});
