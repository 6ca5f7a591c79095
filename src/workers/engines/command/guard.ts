import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';

/** How long a program may take to end after it was asked to; then it is ended. */
export const GRACE_MS = 500;

/** In the environment of every program that is started here, and so of whatever it starts. */
export const MARK = 'COREWISE_COMMAND';

/** Told apart from every other process that starts programs; what follows it in the mark names the session. */
export const markOfProcess = randomUUID();

/**
 * A shell that hears of every process group, and outlives this process by a moment: once its standard input ends, it
 * asks what is left of the groups to end, then whatever has the mark in its environment, and ends them after the grace.
 */
const SCRIPT = `
trap '' HUP INT TERM
groups=' '
while read -r what group; do
  case $what in
    +) groups="$groups$group " ;;
    -) groups="\${groups%% $group *} \${groups#* $group }" ;;
  esac
done
marked() { grep -lsF "${MARK}=$1" /proc/[0-9]*/environ | sed 's|[^0-9]||g'; }
for group in $groups; do kill -TERM -- "-$group"; done 2>/dev/null
for pid in $(marked "$1"); do kill -TERM "$pid"; done 2>/dev/null
sleep ${GRACE_MS / 1000}
for group in $groups; do kill -KILL -- "-$group"; done 2>/dev/null
for pid in $(marked "$1"); do kill -KILL "$pid"; done 2>/dev/null
`;

let guard: ChildProcess | undefined;

/**
 * Ends the group of a program together with this process, however that ends: also where it is killed and can do nothing
 * any more. Needs a POSIX shell; on Windows programs are ended by who started them alone.
 */
export const guarded = {
  begin(group: number): void {
    tell(`+ ${group}\n`);
  },
  end(group: number): void {
    tell(`- ${group}\n`);
  },
};

function tell(line: string): void {
  guard ??= open();
  guard?.stdin?.write(line);
}

function open(): ChildProcess | undefined {
  if (process.platform === 'win32') return undefined;
  const child = spawn('sh', ['-c', SCRIPT, 'corewise-guard', markOfProcess], {
    // Out of this process's group, which is ended as one.
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  // Without a shell there is nothing to guard with; what ends in peace ends all the same.
  child.on('error', () => undefined);
  child.stdin.on('error', () => undefined);
  child.unref();
  (child.stdin as unknown as { unref(): void }).unref();
  return child;
}
