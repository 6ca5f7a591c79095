import type { RunOptions } from '../run/options.js';

/** What commander makes of the options of `exec`. */
export interface ExecOptions
  extends Omit<RunOptions, 'suite' | 'engine' | 'dispatch' | 'param' | 'cold' | 'for' | 'resume' | 'force'> {
  copies?: string[];
  persistent?: boolean;
  range?: string;
  lines?: string;
  stdin?: boolean;
  serial?: string;
  env?: Record<string, string>;
  shell?: boolean;
  /** Absent unless one of --verify and --no-verify is given. */
  verify?: boolean;
}
