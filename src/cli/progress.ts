import { SingleBar } from 'cli-progress';
import type { Progress } from '../index.js';

export interface ProgressLine {
  update(progress: Progress): void;
  /** Writes a message above the line. */
  say(text: string): void;
  /** Removes the line. */
  end(): void;
}

/** One live line on stderr where that is a terminal; nothing where `quiet`, or where it is a file. */
export function showProgress({ quiet }: { quiet: boolean }): ProgressLine {
  // This very one: what `process.stderr` says while scenarios are loaded is theirs.
  const { stderr } = process;
  const say = (text: string) => {
    if (!quiet) stderr.write(text.endsWith('\n') ? text : `${text}\n`);
  };
  if (quiet || !stderr.isTTY) return { update: () => {}, say, end: () => {} };
  return liveLine(say, stderr);
}

function liveLine(say: (text: string) => void, stderr: NodeJS.WriteStream): ProgressLine {
  let last: Progress = { phase: 'prepare', done: 0, leftMs: null };
  const bar = new SingleBar({
    format: () => progressText(last, stderr.columns ?? 80),
    stream: stderr,
    clearOnComplete: true,
    fps: 5,
  });
  const start = () => bar.start(1, last.done);
  start();
  return {
    update: (progress) => {
      last = progress;
      bar.update(progress.done);
    },
    say: (text) => {
      bar.stop();
      say(text);
      start();
    },
    end: () => bar.stop(),
  };
}

const BAR = 16;
const phases = { prepare: 'Preparing', measure: 'Measuring', report: 'Reporting' };

/** `Measuring ████████░░░░░░░░  50 %  1:05 left  round 3  cycles/threads/2`, one column short of the width. */
export function progressText({ phase, done, leftMs, round, case: id }: Progress, columns: number): string {
  const full = Math.round(Math.min(1, Math.max(0, done)) * BAR);
  const parts = [
    `${phases[phase]} ${'█'.repeat(full)}${'░'.repeat(BAR - full)} ${String(Math.round(done * 100)).padStart(3)} %`,
    leftMs === null ? '' : `${clockTime(leftMs)} left`,
    round === undefined ? '' : `round ${round}`,
    id ?? '',
  ];
  const text = parts.filter((part) => part !== '').join('  ');
  // A line as wide as the terminal would wrap, and each redraw leave one behind.
  const room = columns - 1;
  return text.length <= room ? text : `${text.slice(0, Math.max(0, room - 1))}…`;
}

function clockTime(ms: number): string {
  const seconds = Math.max(0, Math.ceil(ms / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
