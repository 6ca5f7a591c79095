import type { RecordHeader } from './header.js';

/** Where an engine runs tasks: on the caller's thread, in workers, or on a virtual clock. */
type Placement = NonNullable<RecordHeader['engines']>[string];

/** Of the engines that there were before records named them; all others had workers. */
const UNNAMED: Readonly<Record<string, Placement>> = {
  serial: 'inline',
  promises: 'inline',
  fake: 'virtual',
};

/** Whether the times of this engine's cases are what cost functions say, by the record and not by what is installed. */
export function isVirtualIn({ engines }: Pick<RecordHeader, 'engines'>, engine: string): boolean {
  return (engines?.[engine] ?? UNNAMED[engine]) === 'virtual';
}

/** Whether any case of the run was measured on a virtual clock. */
export function isVirtualRun(
  header: Pick<RecordHeader, 'engines'> & {
    readonly plan: { readonly cases: readonly { readonly engine: string }[] };
  },
): boolean {
  return header.plan.cases.some(({ engine }) => isVirtualIn(header, engine));
}
