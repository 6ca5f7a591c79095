import type { Command } from 'commander';
import { wrap } from '../report/index.js';
import type { Params, Scenario } from '../scenario/index.js';
import { shippedScenarios, shippedSuites, unavailableScenarios } from '../scenario/loading/index.js';
import { counted, seededRandom } from '../stats/index.js';
import { dispatches } from '../workers/dispatch/index.js';
import { engines } from '../workers/engines/index.js';
import { jsonOption } from './options.js';
import { printJson, printLines, terminalColumns } from './print.js';

export function defineList(command: Command): void {
  command
    .description('Lists the scenarios and suites that come with corewise, the engines and the dispatches.')
    .addOption(jsonOption)
    .action(list);
}

interface Item {
  name: string;
  description: string;
}

interface ScenarioItem extends Item {
  tasks: number;
  openEnded: boolean;
  params: Params;
}

async function list({ json }: { json?: boolean }): Promise<void> {
  const scenarios = (await shippedScenarios()).map(({ scenario }) => scenarioItem(scenario));
  const unavailable = await unavailableScenarios();
  const suites = (await shippedSuites()).map(({ suite }) => ({
    name: suite.name,
    scenarios: [...new Set(suite.sweeps.map(({ scenario, command }) => scenario ?? command!.argv.join(' ')))],
  }));
  if (json) {
    return printJson({
      scenarios,
      unavailable,
      suites,
      engines: engines.map(item),
      dispatches: dispatches.map(item),
    });
  }
  printLines([
    ...section('Scenarios', [
      ...scenarios.map((one) => [one.name, one.description, settings(one)]),
      ...unavailable.map(({ name, reason }) => [name, `Not here: ${reason}`]),
    ]),
    ...section(
      'Suites',
      suites.map(({ name, scenarios: of }) => [name, of.join(', ')]),
    ),
    ...section(
      'Engines',
      engines.map(({ name, description }) => [name, description]),
    ),
    ...section(
      'Dispatches',
      dispatches.map(({ name, description }) => [name, description]),
    ),
    'Your own: npx corewise init my-work, then npx corewise run ./my-work.ts',
  ]);
}

function item({ name, description }: Item): Item {
  return { name, description };
}

function scenarioItem({ name, description, params, openEnded, tasks }: Scenario): ScenarioItem {
  const count = tasks(params, seededRandom(1)).length;
  return { name, description, tasks: count, openEnded: openEnded === true, params };
}

function settings({ tasks, params, openEnded }: ScenarioItem): string {
  const values = Object.entries(params).map(([name, value]) => `${name}=${value}`);
  return `${counted(tasks, 'task')}${openEnded ? ', open-ended' : ''}; parameters ${values.join(', ')}`;
}

/** A heading, then each name with its paragraphs beside it. */
function section(heading: string, rows: readonly string[][]): string[] {
  const indent = Math.max(...rows.map(([name = '']) => name.length)) + 4;
  const width = Math.min(terminalColumns(), 100);
  const lines = rows.flatMap(([name = '', ...paragraphs]) => {
    const beside = paragraphs.flatMap((paragraph) => wrap(paragraph, width - indent));
    return beside.map((line, index) => `${(index === 0 ? `  ${name}` : '').padEnd(indent)}${line}`);
  });
  return [heading, ...lines, ''];
}
