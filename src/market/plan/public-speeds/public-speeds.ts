import { type Instance, isNamed } from '../../catalog/index.js';
import {
  chanceOf,
  intervalOf,
  type Likely,
  type Machine,
  Machines,
  type Measurement,
  type Posterior,
  type PublicRates,
  posteriorOf,
  priorFrom,
  reachedWith,
} from '../../prior/index.js';
import type { Evidence, MeasuredCurve } from '../evidence/evidence.js';
import { coreSpeed } from '../settings/core-speed.js';
import { hasKnownCores, isClose, type Predictions, type PublicSpeed } from '../settings/settings.js';
import { shapeOf } from '../settings/shape.js';
import { type MeasuredRates, measuredRates } from './measured-rates.js';

interface SpeedsInput {
  rates: PublicRates;
  evidences: readonly Evidence[];
  curvesOf(evidence: Evidence): readonly MeasuredCurve[];
  /** What can be bought. */
  instances: readonly Instance[];
  /** All types, a measured one of which need not be for sale. */
  catalog: readonly Instance[];
  predictions: Predictions;
}

/** Predicted speeds of all types of a shop. */
export class PublicSpeeds {
  readonly posterior: Posterior;
  readonly #machines: readonly Likely[];
  readonly #places: ReadonlyMap<string, number>;
  readonly #rates: ReadonlyMap<Evidence, MeasuredRates>;

  private constructor({ rates, evidences, curvesOf, instances, catalog, predictions }: SpeedsInput) {
    const prior = priorFrom(rates);
    this.#rates = new Map(
      evidences.map((evidence) => [
        evidence,
        measuredRates(evidence, curvesOf(evidence), { catalog, predictions }),
      ]),
    );
    const machines = new Map(instances.map((instance) => [keyOf(instance), machineOf(instance)]));
    const measured = [...this.#rates.values()].map((found, i) => {
      const key = found.machine.name === '' ? `measured ${i}` : keyOf(found.machine);
      machines.set(key, machines.get(key) ?? found.machine);
      return { key, found };
    });
    this.#places = new Map([...machines.keys()].map((key, place) => [key, place]));
    const finder = new Machines(prior);
    this.#machines = [...machines.values()].map((machine) => finder.find(machine));
    const measurements = measured.flatMap(({ key, found }) => measurementsOf(this.#places.get(key)!, found));
    this.posterior = posteriorOf(prior, this.#machines, measurements);
  }

  /** Undefined where there are public data of none of the types: then they say nothing. */
  static from(input: SpeedsInput): PublicSpeeds | undefined {
    const known = new Set(input.rates.types.map(keyOf));
    return input.instances.some((instance) => known.has(keyOf(instance)))
      ? new PublicSpeeds(input)
      : undefined;
  }

  of(instance: Instance): PublicSpeed {
    const machine = this.#places.get(keyOf(instance))!;
    const { posterior } = this;
    return {
      machine,
      likeness: this.#machines[machine]!.likeness,
      perSecond: intervalOf(posterior, machine),
      chances: {
        reachedWith: (certainty) => Math.exp(reachedWith(posterior, machine, certainty)),
        chanceOf: (perSecond) => chanceOf(posterior, machine, Math.log(perSecond)),
      },
    };
  }

  /** Throughput of another curve of a record ÷ that of the one which the prediction is of, where both were measured. */
  beside(evidence: Evidence, curve: MeasuredCurve): number {
    const { curve: reference } = this.#rates.get(evidence)!;
    const common = curve.points.findLast(({ workers }) =>
      reference.points.some((one) => one.workers === workers),
    );
    if (common === undefined) return 1;
    return common.throughput / reference.points.find(({ workers }) => workers === common.workers)!.throughput;
  }

  /** Measured, or predicted: by another measured machine with its CPU, or public data of the type, its family or CPU. */
  isKnown(instance: Instance): boolean {
    if (this.isMeasured(instance) || isClose(this.of(instance).likeness)) return true;
    return [...this.#rates.keys()].some(({ machine }) => hasKnownCores(coreSpeed(instance, machine)));
  }

  isMeasured(instance: Instance): boolean {
    return [...this.#rates.keys()].some(
      ({ machine: { instanceType } }) => instanceType !== undefined && isNamed(instance, instanceType),
    );
  }
}

const keyOf = ({ provider, name }: { provider: string; name: string }) => `${provider}/${name}`;

function machineOf(instance: Instance): Machine {
  const { provider, name, cpu, architecture } = instance;
  const { logicalCores, physicalCores } = shapeOf(instance);
  return { provider, name, cpu, architecture, vcpus: logicalCores, physicalCores };
}

function measurementsOf(machine: number, { one, all }: MeasuredRates): Measurement[] {
  return [
    ...(one
      ? [{ machine, part: 0 as const, logRate: Math.log(one.perSecond), deviation: one.deviation }]
      : []),
    { machine, part: 1, logRate: Math.log(all.perSecond), deviation: all.deviation },
  ];
}
