import { plain } from '../../document/table.js';
import type { PlanChoice } from '../choice-schema.js';
import { isArbitrary } from '../decision.js';
import type { PlanDocument } from '../schema.js';
import { formatCost } from '../words.js';

/** What is applied of a plan, and how many of it there may be. */
export interface Fleet {
  choice: PlanChoice;
  /** A name that Kubernetes and Terraform take: lower-case letters, digits and hyphens, a letter first. */
  name: string;
  /** Spare ones included. */
  instances: number;
  least: number;
  most: number;
}

/** The first choice; undefined where there is none, or where nothing is to be bought on what is known. */
export function fleetOf({ choices, scenario, autoscaled, constraints }: PlanDocument): Fleet | undefined {
  const [choice] = choices;
  if (choice === undefined || isArbitrary(choice)) return undefined;
  const { instances, instancesRange } = choice;
  const most = constraints.maxInstances ?? instancesRange.high ?? 2 * instances;
  return {
    choice,
    name: nameOf(scenario),
    instances,
    least: autoscaled?.min ?? Math.max(constraints.minInstances, constraints.spare + 1),
    most: autoscaled?.max ?? Math.max(instances, most),
  };
}

const MOST_CHARACTERS = 40;

function nameOf(scenario: string): string {
  const words = scenario
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[^a-z]+/, '');
  return words.slice(0, MOST_CHARACTERS).replace(/-+$/, '') || 'work';
}

/** What the file is of, as comments: nothing in them can end its line. */
export function headOf(document: PlanDocument, more: readonly string[] = []): string {
  const { decision, command, currency, choices } = document;
  const month = choices[0] && `${formatCost(choices[0].costPerMonth.value, currency)} a month of 730 h.`;
  const lines = [decision, ...(month === undefined ? [] : [month]), `Made by: ${command}`, ...more];
  return lines.map((line) => `# ${plain(line)}\n`).join('');
}

/** A file of comments alone. */
export function nothingToApply(document: PlanDocument): string {
  return headOf(document, ['There is nothing to apply.']);
}
