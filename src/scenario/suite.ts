import type { SuiteCommand } from './command.js';
import type { ParamValue } from './scenario.js';

/** A worker count as users write it: `4`, `'1..8'`, `'P'`, `'N'`, `'P-1'`, `'N-1'`, `'auto'`. */
export type WorkersSpec = number | string;
export type ChunksizeSpec = number | 'auto';
/** A number of CPUs, or every allowed one. */
export type CoresSpec = number | 'all';

/** CPUs' worth of time that a cgroup grants, such as 0.5; `none`: no quota but those that hold anyway. */
export type QuotaSpec = number | 'none';

/** One scenario under every combination of the settings listed; what is absent takes the default. */
export interface Sweep {
  /** A shipped scenario's name, or a path relative to the suite. A sweep has this or `command`. */
  scenario?: string;
  /** Any program in place of a scenario; it has engines and, but for chunks, a dispatch of its own. */
  command?: SuiteCommand;
  params?: Record<string, ParamValue>;
  engines?: readonly string[];
  dispatches?: readonly string[];
  workers?: readonly WorkersSpec[];
  chunksizes?: readonly ChunksizeSpec[];
  cores?: readonly CoresSpec[];
  /** Default: `['none']`. */
  cpuQuotas?: readonly QuotaSpec[];
}

export interface Suite {
  name: string;
  sweeps: readonly Sweep[];
  /** Rounds unless `--rounds` or `--precision` says otherwise. */
  rounds?: number;
}

/** Returns its argument; only adds types. */
export function defineSuite(suite: Suite): Suite {
  return suite;
}
