import type { ComparisonDocument } from '../../market/compare/index.js';
import { counted } from '../../stats/index.js';

/** A page's title: `cycles on 3 machines`; `cycles: before and after`. */
export function titleOf({ kind, groups, works }: ComparisonDocument): string {
  const what = works.map(({ title }) => title).join(', ');
  return kind === 'versions'
    ? `${what}: before and after`
    : `${what} on ${counted(groups.length, 'machine')}`;
}

/** How a record came about: `2026-01-31 09:30 UTC, Node 20.20.2, seed 1, 10 rounds`. */
export function recordText(record: ComparisonDocument['records'][number]): string {
  const start = `${new Date(record.startedAt).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
  return `${start}, Node ${record.node}, corewise ${record.corewise}, seed ${record.seed}, ${counted(record.rounds, 'round')}: ${record.command}`;
}
