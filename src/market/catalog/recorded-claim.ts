import { UsageError } from '../../errors.js';
import { isVirtualRun, type RecordHeader } from '../../record/index.js';
import type { Catalog } from './catalog.js';
import { type Claim, claimOf } from './claim.js';

/** What the header of a record says of its machine. */
type ClaimedHeader = Pick<RecordHeader, 'host' | 'engines'> & {
  readonly plan: { readonly cases: readonly { readonly engine: string }[] };
};

/**
 * The claim of a record, or of the user where the record names no type; undefined where neither names one, and for
 * virtual records, which stand for another machine than they were made on.
 */
export function recordedClaim(
  header: ClaimedHeader,
  catalog: Catalog,
  { instanceType, machine }: { instanceType?: string | undefined; machine?: string } = {},
): Claim | undefined {
  const type = header.host.instanceType ?? instanceType;
  if (type === undefined || isVirtualRun(header)) return undefined;
  return claimOf(header.host, type, catalog, machine);
}

/**
 * Refuses to run as a type that this machine cannot be. @throws UsageError that names both machines and the way out.
 */
export function refuseClaimHere(header: ClaimedHeader, catalog: Catalog): void {
  const claim = recordedClaim(header, catalog);
  if (claim?.verdict !== 'contradicted') return;
  throw new UsageError(`${claim.message} Leave --instance-type out, or name the type you are on.`);
}

/**
 * The same for a record, whose machine is another one. Gives what is to be doubted of the claim, if anything.
 * @throws UsageError
 */
export function refuseRecordedClaim(
  name: string,
  header: ClaimedHeader,
  catalog: Catalog,
  instanceType?: string,
): Claim | undefined {
  const claim = recordedClaim(header, catalog, { instanceType, machine: `The machine of ${name}` });
  if (claim?.verdict !== 'contradicted') return claim;
  const advice =
    header.host.instanceType === undefined
      ? 'Leave --instance-type out, or name the type that was measured.'
      : 'Its --instance-type was wrong: measure again without it, or with the right type.';
  throw new UsageError(`${claim.message} ${advice}`);
}
