import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import type { Socket } from 'node:net';
import { setTimeout as after } from 'node:timers/promises';
import { processesWith } from '../../../host/index.js';
import { monotonicMs } from '../../session/index.js';
import { GRACE_MS, GUARD_NAME } from '../load-limits.js';
import type { FilledCommand } from './fill.js';

const LOOK_MS = 20;

export const LEFT_OTHERS =
  'A program ended while processes it had started were still running. They were ended, too: what they did is not part of its result.';

/** In the environment of every program that is started, and so of whatever it starts. */
const MARK = 'COREWISE_COMMAND';

/**
 * A shell that hears of every process group, and outlives this process by a moment: where its standard input ends before
 * it was told to go, it asks what is left of the groups to end, then whatever has the mark in its environment, and ends
 * them after the grace.
 */
const SCRIPT = `
trap '' HUP INT TERM
groups=' '
while read -r what group; do
  case $what in
    +) groups="$groups$group " ;;
    -) groups="\${groups%% $group *} \${groups#* $group }" ;;
    done) exit ;;
  esac
done
marked() { grep -lsF "${MARK}=$1" /proc/[0-9]*/environ | sed 's|[^0-9]||g'; }
for group in $groups; do kill -s TERM -- "-$group"; done 2>/dev/null
for pid in $(marked "$1"); do kill -s TERM -- "$pid"; done 2>/dev/null
sleep ${GRACE_MS / 1000}
for group in $groups; do kill -s KILL -- "-$group"; done 2>/dev/null
for pid in $(marked "$1"); do kill -s KILL -- "$pid"; done 2>/dev/null
`;

/**
 * Ends the programs of a session together with this process, however that ends: also where it is killed and can do
 * nothing any more. Needs a POSIX shell; on Windows programs are ended by who started them alone.
 */
export class Guard {
  private readonly value = randomUUID();
  private child: ChildProcess | undefined;
  private gone: Promise<unknown> | undefined;

  /**
   * With the mark by which whatever it starts is found again, in whatever group. What guards it is there before it is: this
   * process may be killed between the two.
   */
  marked(filled: FilledCommand): FilledCommand {
    this.child ??= this.open();
    return { ...filled, env: { ...filled.env, [MARK]: this.value } };
  }

  /** From now on the group is ended with this process. */
  begin(group: number): void {
    this.tell(`+ ${group}`);
  }

  /** The group has ended. */
  end(group: number): void {
    this.tell(`- ${group}`);
  }

  /**
   * The programs have ended. What went into a session of its own, as daemons do, is asked to end, too, and ended after
   * the grace. Whether there was anything; not known on systems without /proc.
   */
  async close(): Promise<boolean> {
    const { child } = this;
    if (!child) return false;
    const left = () => processesWith(`${MARK}=${this.value}`);
    const first = left();
    for (const pid of first) end(pid, 'SIGTERM');
    const until = monotonicMs() + GRACE_MS;
    while (first.length > 0 && monotonicMs() < until && left().length > 0) await after(LOOK_MS);
    if (first.length > 0) for (const pid of left()) end(pid, 'SIGKILL');
    this.tell('done');
    child.stdin?.end();
    child.ref();
    await Promise.race([this.gone, after(GRACE_MS)]);
    return first.length > 0;
  }

  private tell(line: string): void {
    this.child?.stdin?.write(`${line}\n`);
  }

  private open(): ChildProcess | undefined {
    if (process.platform === 'win32') return undefined;
    const child = spawn('sh', ['-c', SCRIPT, GUARD_NAME, this.value], {
      // Out of this process's group, which is ended as one.
      detached: true,
      stdio: ['pipe', 'ignore', 'ignore'],
    });
    this.gone = new Promise((resolve) => {
      child.once('exit', resolve);
      // Without a shell there is nothing to guard with; what ends in peace ends all the same.
      child.once('error', resolve);
    });
    child.stdin.on('error', () => undefined);
    child.unref();
    (child.stdin as Socket).unref();
    return child;
  }
}

function end(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It has ended by itself.
  }
}
