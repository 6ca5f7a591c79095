import { type Case, isSameWork, placeKey } from './case.js';
import { hasSerialByChunk, isPool, SERIAL } from './id.js';
import { CEILING, isReferenceOf } from './references.js';

/** Chooses what of the remaining cases may be left out next; none: the rule is exhausted. */
type DropRule = (remaining: readonly Case[], logicalCpus: number) => Case[];

/**
 * Groups of cases in the order in which they may be left out when time is short: other chunksizes and dispatches
 * than one, `--cores` subsets and quotas, `processes`, and one worker fewer than `logicalCpus` (from 4 on). Serial and the last
 * setting of a scenario are in no group; a one-worker case goes with the last case that is a ratio to it.
 */
export function dropOrder(cases: readonly Case[], logicalCpus: number): Case[][] {
  const groups: Case[][] = [];
  let remaining = [...cases];
  for (const rule of [otherSettings, coreSubsets, processes, oneWorkerLess]) {
    for (
      let chosen = rule(remaining, logicalCpus);
      chosen.length > 0;
      chosen = rule(remaining, logicalCpus)
    ) {
      const group = withLooseReferences(chosen, remaining);
      groups.push(group);
      remaining = remaining.filter((one) => !group.includes(one));
    }
  }
  return groups;
}

/** The last dispatch and chunksize of the last scenario × engine × CPUs that still has a second one. */
const otherSettings: DropRule = (remaining) =>
  lastOf(remaining, (one) => {
    const peers = remaining.filter((other) => isSameLine(one, other));
    const kept = preferred(peers);
    if (isSameSetting(one, kept)) return [];
    return peers.filter((other) => isSameSetting(one, other) && !isSameSetting(other, kept));
  });

const coreSubsets: DropRule = (remaining) =>
  lastOf(remaining, (one) => {
    const own = parallelOf(remaining, one);
    const here = own.filter((other) => placeKey(other) === placeKey(one));
    const isWhole = one.cpus === null && one.quota === undefined;
    return isWhole || here.length === own.length ? [] : here;
  });

const processes: DropRule = (remaining) =>
  lastOf(remaining, (one) => {
    const own = parallelOf(remaining, one);
    const dropped = own.filter((other) => other.engine === 'processes');
    return one.engine === 'processes' && dropped.length < own.length ? dropped : [];
  });

const oneWorkerLess: DropRule = (remaining, logicalCpus) =>
  lastOf(remaining, (one) => {
    const peers = remaining.filter((other) => isSameLine(one, other));
    const isOnly = peers.every((other) => other.workers === one.workers || other.workers === 1);
    if (!isPool(one.engine) || logicalCpus < 4 || one.workers !== logicalCpus - 1 || isOnly) return [];
    return peers.filter((other) => other.workers === one.workers);
  });

/** What the rule chooses for the last case for which it chooses anything, less what others are ratios to. */
function lastOf(remaining: readonly Case[], choose: (one: Case) => Case[]): Case[] {
  const pools = remaining.filter((one) => one.engine !== SERIAL).reverse();
  for (const one of pools) {
    const chosen = choose(one);
    const kept = remaining.filter((other) => !chosen.includes(other));
    const free = chosen.filter((other) => !kept.some((user) => isReferenceOf(other, user)));
    if (free.length > 0) return free;
  }
  return [];
}

/** Adds the references that only these cases needed. */
function withLooseReferences(chosen: readonly Case[], remaining: readonly Case[]): Case[] {
  const kept = remaining.filter((one) => !chosen.includes(one));
  const users = (reference: Case, among: readonly Case[]) =>
    among.some((one) => isReferenceOf(reference, one));
  const loose = kept.filter(
    (one) => isLooseKind(one) && one.role === 'reference' && users(one, chosen) && !users(one, kept),
  );
  return remaining.filter((one) => chosen.includes(one) || loose.includes(one));
}

/** Serial stays, but where there is one for each chunksize. */
function isLooseKind(one: Case): boolean {
  return one.engine !== SERIAL || hasSerialByChunk(one);
}

/** The setting to keep of a line: what the ceiling uses if it was asked for, else the first that was. */
function preferred(peers: readonly Case[]): Case {
  const parallel = peers.filter((one) => one.workers > 1);
  const wanted = [parallel, peers].map((some) => some.filter((one) => one.role === 'asked'));
  const asked = wanted.find((some) => some.length > 0) ?? peers;
  return (
    asked.find((one) => one.dispatch === CEILING.dispatch && one.chunksize === CEILING.chunksize) ?? asked[0]!
  );
}

/** Cases that differ in dispatch, chunksize and workers alone: the points of one figure. */
function isSameLine(a: Case, b: Case): boolean {
  return isSameWork(a, b) && a.engine === b.engine && placeKey(a) === placeKey(b);
}

/** The same dispatch, and one chunksize, or what one spec such as `auto` came to at different worker counts. */
function isSameSetting(a: Case, b: Case): boolean {
  if (a.dispatch !== b.dispatch) return false;
  return a.chunksize === b.chunksize || a.chunksizeAsked.some((asked) => b.chunksizeAsked.includes(asked));
}

function parallelOf(cases: readonly Case[], like: Case): Case[] {
  return cases.filter((one) => isSameWork(one, like) && isPool(one.engine));
}
