import { ASSUMED_BETWEEN_RUNS } from '../../insight/analysis/index.js';
import type { Catalog } from '../catalog/index.js';
import { doubtsOf } from './doubts/index.js';
import type { AnsweredWork, JoinedWork } from './joined-work.js';
import { type PricedGroup, priceOf } from './price.js';
import { type ComparedRecord, type Group, hostOf, instanceTypeOf, isVirtual, roundsOf } from './records.js';
import { COMPARE_SCHEMA, type ComparedGroup, type ComparisonDocument } from './schema.js';

export interface ComparisonOptions {
  /** For what machines cost; without it nothing is said of that. */
  readonly catalog?: Catalog | undefined;
  /** How much slower counts as a regression, as a share of throughput: 0.05. */
  readonly margin?: number | undefined;
  /** The day on which prices are looked at. */
  readonly today: Date;
  /** Of corewise. */
  readonly version: string;
}

export function pricedGroups(groups: readonly Group[], catalog: Catalog | undefined): PricedGroup[] {
  return groups.map((group) => {
    const { price, doubts } = priceOf(group, catalog);
    return { ...group, price, priceDoubts: doubts };
  });
}

export function documentOf(
  kind: ComparisonDocument['kind'],
  groups: readonly PricedGroup[],
  works: readonly JoinedWork[],
  answered: readonly AnsweredWork[],
  { catalog, margin, today, version }: ComparisonOptions,
): ComparisonDocument {
  const records = groups.flatMap((group) => group.records);
  const found = answered.flatMap(({ comparisons }) => comparisons);
  const isPriced = groups.some(({ price }) => price !== null);
  return {
    schema: COMPARE_SCHEMA,
    kind,
    groups: groups.map(describeGroup),
    records: groups.flatMap((group) => group.records.map((one) => describeRecord(one, group))),
    works: answered.map(describeWork),
    findings: doubtsOf({ kind, groups, records, works, answered, today }),
    assumedBetweenRuns: ASSUMED_BETWEEN_RUNS,
    ...(margin === undefined
      ? {}
      : { regression: { margin, isFound: found.some(({ isRegression }) => isRegression) } }),
    attribution: isPriced ? [...(catalog?.attribution ?? [])] : [],
    version,
  };
}

function describeGroup({ name, records, price }: PricedGroup): ComparedGroup {
  const [first] = records;
  return {
    name,
    records: records.map((one) => one.name),
    virtual: records.some(isVirtual),
    host: hostOf(first!),
    instanceType: instanceTypeOf(first!),
    price,
  };
}

function describeRecord(one: ComparedRecord, group: Group): ComparisonDocument['records'][number] {
  const { plan, host, seed, versions } = one.record.header;
  return {
    name: one.name,
    group: group.name,
    label: plan.label,
    startedAt: plan.startedAt,
    command: plan.command,
    node: host.node,
    corewise: versions.corewise ?? '',
    seed,
    rounds: roundsOf(one),
  };
}

function describeWork({
  work,
  entries,
  comparisons,
  headline,
  why,
}: AnsweredWork): ComparisonDocument['works'][number] {
  const { scenario, params, title, openEnded } = work;
  return {
    scenario,
    params,
    title,
    openEnded,
    entries: [...entries],
    comparisons: [...comparisons],
    headline,
    why,
  };
}
