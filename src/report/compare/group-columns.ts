import { formatPrice } from '../../market/catalog/index.js';
import type { ComparedGroup } from '../../market/compare/index.js';
import { formatCores } from '../../stats/index.js';
import { MISSING } from '../column.js';
import type { RowColumn } from '../row-column.js';

const word = (
  label: string,
  meaning: string,
  read: (group: ComparedGroup) => string | null,
): RowColumn<ComparedGroup> => ({
  label,
  meaning,
  align: 'left',
  cell: (group) => ({ text: read(group) ?? MISSING }),
  sort: (group) => read(group) ?? undefined,
});

const price: RowColumn<ComparedGroup> = {
  label: 'price',
  meaning: 'Of an hour, where and on which day',
  align: 'right',
  cell: ({ price: known }) => {
    if (known === null) return { text: MISSING };
    const { perHour, currency, provider, region, asOf } = known;
    const place = [provider, region, asOf].filter((part) => part !== '').join(' ');
    return { text: formatPrice(perHour, currency), detail: place };
  },
  sort: (group) => group.price?.perHour,
};

function coresOf({ physicalCores, allowedCpus, quotaCpus }: ComparedGroup['host']): string {
  const quota = quotaCpus === null ? '' : `, quota ${formatCores(quotaCpus)}`;
  return `${physicalCores} physical, ${allowedCpus} CPUs${quota}`;
}

/** What machines, or sides, are; in the order they are shown. */
export const groupColumns: readonly RowColumn<ComparedGroup>[] = [
  word('name', 'Instance type, label or CPU', ({ name }) => name),
  word('instance type', 'What it is sold as', ({ instanceType }) => instanceType),
  word('CPU', 'As the system names it', ({ host, virtual }) =>
    virtual ? `none: virtual time (made on ${host.cpu})` : host.cpu,
  ),
  word('cores', 'That the runs could use', ({ host, virtual }) => (virtual ? null : coresOf(host))),
  word('memory', 'Of the machine', ({ host, virtual }) => (virtual ? null : `${host.memoryGiB} GiB`)),
  price,
  word('records', 'Runs the figures rest on', ({ records }) => String(records.length)),
];
