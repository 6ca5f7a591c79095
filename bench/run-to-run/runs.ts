import { spawnSync } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type ComparedRecord, comparedRecord } from '../../src/market/compare/index.js';
import { packageRoot } from '../../src/own-package.js';
import { readRecord } from '../../src/record/index.js';

const command = join(packageRoot, 'lib/cli/main.cjs');

/** A run of the command line, in a process of its own, as a user makes it. */
export interface Run {
  folder: string;
  /** What comes behind `corewise run`. */
  args: readonly string[];
  env?: Record<string, string>;
}

/** The record of a run; a run that an earlier start of the program finished is not made again. */
export async function recordOf({ folder, args, env = {} }: Run): Promise<ComparedRecord> {
  if (!existsSync(join(folder, 'report.json'))) make(folder, args, env);
  return comparedRecord(folder, await readRecord(folder));
}

function make(folder: string, args: readonly string[], env: Record<string, string>): void {
  rmSync(folder, { recursive: true, force: true });
  const { status, stderr } = spawnSync(
    process.execPath,
    [command, 'run', ...args, '--out', folder, '--quiet', '--json'],
    { env: { ...process.env, ...env }, stdio: ['ignore', 'ignore', 'pipe'], encoding: 'utf8' },
  );
  if (status !== 0) throw new Error(`corewise run ${args.join(' ')} ended with ${status}: ${stderr}`);
}
