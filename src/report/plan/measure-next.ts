import { formatPercent } from '../../stats/index.js';
import type { Block, Section } from '../document/document.js';
import { type Column, tableOf, written } from '../document/table.js';
import type { PlanDocument } from './schema.js';
import { formatCost, nameOf } from './words.js';

type NextType = NonNullable<PlanDocument['next']>['types'][number];

/** What to rent for a few minutes before anything is bought. Nothing unless that was asked for. */
export function measureNext({ next, currency }: PlanDocument): Section[] {
  if (next == null) return [];
  const { types, message, isWorthIt } = next;
  const commands = types.flatMap(({ command }) => command ?? []);
  const run: Block[] = [
    {
      kind: 'text',
      text: `Run the same there${types.length > 1 ? ', on all of them at the same time' : ''} (docs/fleet.md has recipes, one of them for cloud-init), then plan again with all records:`,
    },
    ...commands.map((command): Block => ({ kind: 'command', command })),
  ];
  return [
    {
      id: 'next',
      title: 'What to measure next',
      blocks: [
        { kind: 'text', text: message },
        ...(isWorthIt && types.length > 1
          ? [{ kind: 'table' as const, table: tableOf('What to measure next', columns(currency), types) }]
          : []),
        ...(isWorthIt && types.length === 1
          ? [
              {
                ...written,
                kind: 'table' as const,
                table: tableOf('What to measure next', columns(currency), types),
              },
            ]
          : []),
        ...(isWorthIt && commands.length > 0 ? run : []),
      ],
    },
  ];
}

const share = (label: string, meaning: string, read: (one: NextType) => number): Column<NextType> => ({
  ...{ label, meaning, align: 'right' },
  cell: (one) => ({ text: formatPercent(read(one)) }),
});

const columns = (currency: string): Column<NextType>[] => [
  {
    label: 'instance',
    meaning: 'The most promising first',
    align: 'left',
    cell: (one) => ({ text: nameOf(one) }),
  },
  share('saves', 'Expected share, once those before it are measured', ({ saving }) => saving),
  share(
    'at best',
    'Share that it saves in the tenth of cases in which it is fastest',
    ({ couldSave }) => couldSave,
  ),
  share('cheapest', 'How likely, or within 2 % of that', ({ cheapest }) => cheapest),
  {
    label: 'to find out',
    meaning: 'What measuring it costs',
    align: 'right',
    cell: ({ minutes, cost }) => ({ text: `${minutes} min, ${formatCost(cost, currency)}` }),
  },
];
