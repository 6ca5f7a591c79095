import { UsageError } from '../../errors.js';
import { groupBy } from '../../insight/analysis/index.js';
import { listed } from '../../stats/index.js';
import { type Catalog, refuseRecordedClaim } from '../catalog/index.js';
import { type ComparedRecord, isVirtual, ownLabel } from './records.js';

/**
 * Throws UsageError for records that no comparison can rest on: one given twice, which would halve what records seem
 * to differ by; one made under a debugger; virtual ones that nobody labelled beside real ones; one whose machine
 * cannot be the instance type that it names.
 */
export function refuse(records: readonly ComparedRecord[], catalog: Catalog | undefined): void {
  refuseTwice(records);
  refuseInspected(records);
  refuseUnlabelledVirtual(records);
  if (catalog === undefined) return;
  for (const { name, record } of records) refuseRecordedClaim(name, record.header, catalog);
}

function refuseTwice(records: readonly ComparedRecord[]): void {
  const same = groupBy(records, ({ record }) => JSON.stringify([record.header, record.lines.length]));
  for (const copies of same.values()) {
    if (copies.length === 1) continue;
    const names = listed(copies.map(({ name }) => name));
    throw new UsageError(`${names} are the same run. Give each record once.`);
  }
}

function refuseInspected(records: readonly ComparedRecord[]): void {
  const inspected = records.filter(({ record }) => record.header.plan.inspected);
  if (inspected.length === 0) return;
  throw new UsageError(
    `${listed(inspected.map(({ name }) => name))}: made with --inspect-worker, where workers wait for a debugger; the times say nothing. Measure again without it.`,
  );
}

function refuseUnlabelledVirtual(records: readonly ComparedRecord[]): void {
  const virtual = records.filter(isVirtual);
  const nameless = virtual.filter((one) => ownLabel(one) === undefined);
  if (virtual.length === records.length || nameless.length === 0) return;
  throw new UsageError(
    `${listed(nameless.map(({ name }) => name))}: made by the fake engine on a virtual clock, among records of real machines. Give such a run a --label that says what it stands for, or leave it out.`,
  );
}
