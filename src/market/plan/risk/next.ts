import { jStat } from '../../../stats/index.js';
import { cpuModel, type Instance } from '../../catalog/index.js';
import { chancesWithin, nextTypes, type Offer } from '../../prior/index.js';
import { billedHours, type Choice, HOURS_PER_MONTH, priceOf, type Shop } from '../choice.js';
import { costAt } from './risk.js';

/** Which types to measure next, all at the same time. */
export interface Next {
  /** The most promising first; empty where nothing is left to measure. */
  types: readonly NextMeasurement[];
  /** What the choice costs that they have to beat, an hour. */
  toBeat: { instance: Instance; costPerHour: number; isMeasured: boolean };
  /** Expected share that is saved by measuring the first of them. */
  saving: number;
  /** The same, of 730 hours. */
  savingPerMonth: number;
  isWorthIt: boolean;
}

export interface NextMeasurement {
  instance: Instance;
  /** Share that it expects to save once the ones before it are measured. */
  saving: number;
  /** How much cheaper than the choice to beat it is in the tenth of cases in which it is fastest; 0: no cheaper. */
  couldSave: number;
  /** How likely it is the cheapest, or costs as good as that. */
  cheapest: number;
  minutes: number;
  /** Of one instance for so long, as its seller bills. */
  cost: number;
}

/** Starting the machine, installing, and a run of two and a half minutes. */
const MINUTES = 10;
/** Below it the next measurement is not worth the trouble. */
const LEAST_SAVING = 0.05;
/** Dearer by no more than what two runs of the same differ by. */
const AS_CHEAP = 1.02;

/** Undefined where there are no public data of any type, so that nothing tells one from another. */
export function nextMeasurements(choices: readonly Choice[], shop: Shop, count: number): Next | undefined {
  const { publicSpeeds } = shop;
  const canTell = ({ instance }: Choice) => instance.vcpus > 1 || publicSpeeds?.isMeasured(instance) === true;
  const isKnown = ({ instance }: Choice) => publicSpeeds?.isKnown(instance) === true;
  if (publicSpeeds === undefined || !choices.filter(isKnown).some(canTell)) return undefined;
  const { posterior } = publicSpeeds;
  // What nobody knows anything of could be anything: such types would always come first.
  // And one CPU shows nothing of how workers share a machine.
  const known = choices
    .filter(isKnown)
    .filter(canTell)
    .map((choice) => {
      const { machine } = publicSpeeds.of(choice.instance);
      const costOf = costAt(choice, shop);
      return { choice, machine, costOf, isMeasured: publicSpeeds.isMeasured(choice.instance) };
    });
  const byMachine = new Map(known.toReversed().map((one) => [one.machine, one]));
  const offers = [...byMachine.values()].map(({ machine, costOf, choice, isMeasured }): Offer => {
    return {
      machine,
      kind: cpuModel(choice.instance.cpu) ?? `${choice.instance.provider}/${choice.instance.family}`,
      logCost: Math.log(choice.expected.costPerHour),
      floor: Math.log(costOf(Number.POSITIVE_INFINITY)),
      pricePerHour: priceOf(choice.instance, shop.constraints),
      isMeasured,
    };
  });
  const found = nextTypes(posterior, offers, count);
  const measured = known.filter(({ isMeasured }) => isMeasured);
  const best = (measured.length > 0 ? measured : known).reduce((a, b) =>
    b.choice.expected.costPerHour < a.choice.expected.costPerHour ? b : a,
  );
  const { costPerHour } = best.choice.expected;
  const cheapest = chancesWithin(
    posterior,
    {
      machines: [...byMachine.keys()],
      costOf: (machine, error) => byMachine.get(machine)!.costOf(Math.exp(error)),
    },
    AS_CHEAP,
  );
  const saving = found[0]?.saving ?? 0;
  return {
    types: found.map(({ machine, saving: expected }) => {
      const { choice, costOf } = byMachine.get(machine)!;
      const { deviation, degreesOfFreedom } = posterior.predicted[machine]!;
      const fast = Math.exp(deviation * jStat().studentt.inv(0.9, degreesOfFreedom));
      const { instance } = choice;
      return {
        instance,
        saving: expected,
        couldSave: Math.max(0, 1 - costOf(fast) / costPerHour),
        cheapest: cheapest.get(machine)!,
        minutes: MINUTES,
        cost: priceOf(instance, shop.constraints) * billedHours(MINUTES / 60, instance),
      };
    }),
    toBeat: { instance: best.choice.instance, costPerHour, isMeasured: measured.length > 0 },
    saving,
    savingPerMonth: saving * costPerHour * HOURS_PER_MONTH,
    isWorthIt: saving >= LEAST_SAVING,
  };
}
