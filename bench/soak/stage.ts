import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Random } from '../../src/stats/index.js';
import { commandFile, type Ended, type Started, startProgram } from '../../src/testing/command-line.js';
import { end, leftIn, processesIn } from './processes.js';
import type { Tally } from './tally.js';

/** Longer than any command of a soak takes on a machine that does much else, ms. */
const LONGEST_MS = 180_000;

/** Where one fault is played: a folder of its own; the temporary folder is that of the whole soak. */
export class Stage {
  readonly folder: string;
  /** Of the run. */
  readonly out: string;

  constructor(
    root: string,
    readonly temporary: string,
    /** Its number and its fault, for whoever reads what went wrong. */
    readonly name: string,
    readonly random: Random,
    readonly tally: Tally,
  ) {
    this.folder = join(root, name.replaceAll(/\W+/g, '-'));
    this.out = join(this.folder, 'out');
    mkdirSync(this.folder, { recursive: true });
  }

  /** Starts the command line; `limit` is a command of the shell that comes before it. */
  start(args: readonly string[], { limit, temporary }: { limit?: string; temporary?: string } = {}): Started {
    this.tally.commands++;
    const words = [process.execPath, commandFile, ...args];
    const [program, ...others] =
      limit === undefined ? words : ['bash', '-c', `${limit}; exec "$0" "$@"`, ...words];
    return startProgram(program!, others, this.folder, { TMPDIR: temporary ?? this.temporary });
  }

  run(args: readonly string[], more: Parameters<Stage['start']>[1] = {}): Promise<Ended> {
    return this.ended(this.start(args, more));
  }

  /** How a command ended; one that does not is ended, and counted. */
  async ended({ child, ended }: Started): Promise<Ended> {
    const timer = setTimeout(() => {
      this.tally.wrong('runs that hung', this.name);
      for (const { pid } of processesIn(this.folder)) end(pid, 'SIGKILL');
      child.kill('SIGKILL');
    }, LONGEST_MS);
    try {
      return await ended;
    } finally {
      clearTimeout(timer);
    }
  }

  /** Nothing may work here any more; the folder goes. */
  async clear(): Promise<void> {
    const left = await leftIn(this.folder);
    this.tally.wrong(
      'processes left',
      `${this.name}: ${left.map(({ command }) => command).join('; ')}`,
      left.length,
    );
    rmSync(this.folder, { recursive: true, force: true });
  }
}
