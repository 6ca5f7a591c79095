import { formatPrice } from '../../market/catalog/index.js';
import type { ComparedGroup } from '../../market/compare/index.js';
import { formatCores } from '../../stats/index.js';
import { type Column, MISSING, word } from '../document/table.js';

const price: Column<ComparedGroup> = {
  label: 'price',
  meaning: 'Per hour, where and on which day',
  align: 'right',
  cell: ({ price: known }) => {
    if (known === null) return { text: MISSING };
    const { perHour, currency, provider, region, asOf } = known;
    const place = [provider, region, asOf].filter((part) => part !== '').join(' ');
    return { text: formatPrice(perHour, currency), detail: place };
  },
  data: (group) => ({ price: group.price?.perHour ?? null }),
};

function coresOf({ physicalCores, allowedCpus, quotaCpus }: ComparedGroup['host']): string {
  const quota = quotaCpus === null ? '' : `, quota ${formatCores(quotaCpus)}`;
  return `${physicalCores} physical, ${allowedCpus} CPUs${quota}`;
}

const described = (
  label: string,
  meaning: string,
  read: (group: ComparedGroup) => string | null,
): Column<ComparedGroup> => word(label, read, { label, meaning });

/** What machines, or sides, are; in the order they are shown. */
export const groupColumns: readonly Column<ComparedGroup>[] = [
  described('name', 'Instance type, label or CPU', ({ name }) => name),
  described('instance type', 'What it is sold as', ({ instanceType }) => instanceType),
  described('CPU', 'As the system names it', ({ host, virtual }) =>
    virtual ? `none: virtual time (made on ${host.cpu})` : host.cpu,
  ),
  described('cores', 'Cores the runs could use', ({ host, virtual }) => (virtual ? null : coresOf(host))),
  described('memory', 'Memory of the machine', ({ host, virtual }) =>
    virtual ? null : `${host.memoryGiB} GiB`,
  ),
  price,
  described('records', 'Runs the figures rest on', ({ records }) => String(records.length)),
];
