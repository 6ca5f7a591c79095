import { type Analysis, analyse } from '../../insight/analysis/index.js';
import type { RunRecord } from '../../record/index.js';
import { isVirtualEngine } from '../../workers/engines/index.js';

/** A record with what it means, and what the user calls it. */
export interface ComparedRecord {
  /** Unique among those compared: usually its path. */
  readonly name: string;
  readonly record: RunRecord;
  readonly analysis: Analysis;
}

export function comparedRecord(name: string, record: RunRecord): ComparedRecord {
  return { name, record, analysis: analyse(record) };
}

/** Made on a virtual clock: its times are what cost functions say. */
export function isVirtual({ record }: ComparedRecord): boolean {
  return record.header.plan.cases.some(({ engine }) => isVirtualEngine(engine));
}

/** The label that the user gave; undefined where it is the suite's or the scenarios' name, which `run` takes itself. */
export function ownLabel({ record }: ComparedRecord): string | undefined {
  const { label, suite } = record.header.plan;
  const scenarios = record.header.scenarios.map(({ name }) => name).join('-');
  return label === suite || label === scenarios ? undefined : label;
}

export function roundsOf({ analysis }: ComparedRecord): number {
  return analysis.disturbance.rounds;
}
