import type { Plan } from '../../market/plan/index.js';
import { counted, formatPercent, listed } from '../../stats/index.js';
import type { PlanDocument } from './schema.js';
import { formatCost, nameOf } from './words.js';

type Next = NonNullable<PlanDocument['next']>;

/** Which types to measure next, and when to stop. */
export function nextOf({ next, evidences, currency }: Plan): PlanDocument['next'] {
  if (next === null) return null;
  const { types, toBeat, saving, savingPerMonth, isWorthIt } = next;
  const command = evidences.find((one) => one.command !== undefined)?.command;
  const told = {
    types: types.map(({ instance, ...figures }) => ({
      provider: instance.provider,
      instance: instance.name,
      ...figures,
      command: commandOn(instance.name, command),
    })),
    toBeat: {
      instance: nameOf({ provider: toBeat.instance.provider, instance: toBeat.instance.name }),
      costPerHour: toBeat.costPerHour,
      isMeasured: toBeat.isMeasured,
    },
    ...{ saving, savingPerMonth, isWorthIt },
  };
  return { ...told, message: messageOf(told, currency) };
}

/** What was run here, to be run there: where its results go is another matter. */
function commandOn(type: string, command: string | undefined): string | null {
  const [, name, options = '', program = ''] =
    /^(?:npx )?corewise (run|exec)\b(.*?)( -- .*)?$/s.exec(command ?? '') ?? [];
  if (name === undefined) return null;
  const own = / --(?:label|out|instance-type|resume)[ =](?:'[^']*'|\S+)| --detect-instance\b/g;
  return `npx corewise ${name}${options.replace(own, '')} --instance-type ${type} --label ${type}${program}`;
}

function messageOf(
  { types, toBeat, saving, savingPerMonth, isWorthIt }: Omit<Next, 'message'>,
  currency: string,
) {
  const gain = `${formatPercent(saving)}, ${formatCost(savingPerMonth, currency)} a month`;
  const [first] = types;
  if (first === undefined) return 'Stop measuring: every type that meets the demand was measured.';
  if (!isWorthIt)
    return `Stop measuring: the expected further saving is below 5 % (${gain}). Buy ${toBeat.instance}.`;
  const names = listed(types.map(nameOf));
  const cost = types.reduce((sum, one) => sum + one.cost, 0);
  const minutes = `${counted(first.minutes, 'minute')} of ${types.length === 1 ? 'it' : 'all of them'} cost about ${formatCost(cost, currency)}; the expected saving is ${gain}.`;
  if (toBeat.instance === nameOf(first))
    return `Measure ${names} next${types.length > 1 ? ', at the same time' : ''}: ${nameOf(first)} is expected to be the cheapest, and is ${formatPercent(first.cheapest)} likely to be. ${minutes}`;
  const than = toBeat.isMeasured ? `the cheapest measured type, ${toBeat.instance}` : toBeat.instance;
  return `Measure ${names} next${types.length > 1 ? ', at the same time' : ''}: ${nameOf(first)} could be ${formatPercent(first.couldSave)} cheaper than ${than}, and is ${formatPercent(first.cheapest)} likely to be the cheapest. ${minutes}`;
}
