import type { HostFacts } from '../host/index.js';
import { type Candidate, type Catalog, identify, labelOf } from '../market/catalog/index.js';
import { counted } from '../stats/index.js';

/** For --json: what the machine could be; prices are the catalog's business. */
export function candidateRows(host: HostFacts, catalog: Catalog) {
  return identify(host, catalog).map(({ instance: { provider, region, name }, cpu, coresAgree }) => ({
    provider,
    region,
    name,
    cpu,
    coresAgree,
  }));
}

/** So many are named; more say nothing. */
const SHOWN = 4;

/** `could be aws us-east-1 c7i.2xlarge or aws us-east-1 m7i.2xlarge`: never a fact. */
export function candidatesText(host: HostFacts, catalog: Catalog): string {
  const candidates = identify(host, catalog);
  if (candidates.length === 0)
    return `not known: none of the ${counted(catalog.instances.length, 'type')} of the catalog fits`;
  const names = candidates.slice(0, SHOWN).map(({ instance }) => labelOf(instance));
  const more = candidates.length - names.length;
  return `could be ${eitherOf([...names, ...(more > 0 ? [`${more} more`] : [])])}${doubtOf(candidates)}`;
}

function eitherOf(items: readonly string[]): string {
  return items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} or ${items.at(-1)}`;
}

function doubtOf(candidates: readonly Candidate[]): string {
  if (candidates.every(({ cpu }) => cpu === 'possible')) return '; the CPU model does not tell';
  return candidates.every(({ coresAgree }) => !coresAgree) ? '; physical cores differ from the catalog' : '';
}
