import type * as CliProgress from 'cli-progress';
import type { Progress } from '../../index.js';
import { onDemand } from '../../own-package.js';
import { formatPercent, formatRatio } from '../../stats/index.js';
import { printable, terminalColumns } from '../print.js';

const cliProgress = onDemand<typeof CliProgress>('cli-progress');

export interface ProgressLine {
  update(progress: Progress): void;
  /** Writes a message above the line. */
  say(text: string): void;
  /** Removes the line. */
  end(): void;
}

/** One live line on stderr where that is a terminal that can redraw it, else one line per round; nothing where `quiet`. */
export function showProgress({ quiet }: { quiet: boolean }): ProgressLine {
  // This very one: what `process.stderr` says while scenarios are loaded is theirs.
  const { stderr } = process;
  const say = (text: string) => {
    if (!quiet) stderr.write(printable(text.endsWith('\n') ? text : `${text}\n`));
  };
  if (quiet) return { update: () => {}, say, end: () => {} };
  return canRedraw(stderr, process.env) ? liveLine(say, stderr) : roundLines(say);
}

/** Redrawing takes escape sequences, and who wants no colours may well keep what is written. */
export function canRedraw(
  { isTTY }: Pick<NodeJS.WriteStream, 'isTTY'>,
  { TERM, NO_COLOR = '' }: NodeJS.ProcessEnv,
): boolean {
  return isTTY === true && TERM !== 'dumb' && NO_COLOR === '';
}

function liveLine(say: (text: string) => void, stderr: NodeJS.WriteStream): ProgressLine {
  let last: Progress = { phase: 'prepare', done: 0, leftMs: null };
  const bar = new (cliProgress().SingleBar)({
    format: () => printable(progressText(last, terminalColumns(stderr))),
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

/** A line when a round begins: what logs and pipes can hold. */
export function roundLines(say: (text: string) => void): ProgressLine {
  let told = '';
  return {
    update: (progress) => {
      const round = roundText(progress);
      if (round === '' || nameOf(progress) === told) return;
      told = nameOf(progress);
      const left = progress.leftMs === null ? '' : `${clockTime(progress.leftMs)} left`;
      const best = bestText(progress);
      const parts = [round, left, best === '' ? '' : `${best} so far`];
      say(`${phases[progress.phase]}: ${joined(parts, ', ')}`);
    },
    say,
    end: () => {},
  };
}

/** Of a round, whose length is estimated anew before each visit. */
const nameOf = ({ round, isConfirmation }: Progress) => `${isConfirmation === true} ${round}`;

const phases = { prepare: 'Preparing', measure: 'Measuring', report: 'Reporting' };

/** `round 3`, `round 3 of 10`, `round 3 of about 9`, `confirmation 2`; empty outside of rounds. */
function roundText({ round, rounds, isExact = false, isConfirmation = false }: Progress): string {
  if (round === undefined) return '';
  if (isConfirmation) return `confirmation ${round}`;
  return `round ${round}${rounds === undefined ? '' : ` of ${isExact ? '' : 'about '}${rounds}`}`;
}

/** `best 1.90× ±3 %`: the answer so far, and how precise it is; nothing as long as it could be anything. */
function bestText({ best }: Progress): string {
  if (best === undefined || !(best.halfWidth <= 1)) return '';
  return `best ${formatRatio(best.speedup)} ±${formatPercent(best.halfWidth)}`;
}

/** Characters of the bar, of which a narrow terminal gets fewer, or none. */
const BARS = [16, 8, 0];

/**
 * `Measuring ████████░░░░░░░░  50 %  1:05 left  round 3 of about 9  best 1.90× ±3 %  2 threads, chunksize 4, map`,
 * one column short of the width. What of the setting tells most is shown as long as there is room for it.
 */
export function progressText(progress: Progress, columns: number): string {
  // A line as wide as the terminal would wrap, and each redraw leave one behind.
  const room = columns - 1;
  const lines = BARS.map((bar) => lineOf(progress, bar));
  const { text, least } = lines.find((line) => line.least.length <= room) ?? lines.at(-1)!;
  if (text.length <= room) return text;
  return least.length === room ? least : `${text.slice(0, Math.max(0, room - 1))}…`;
}

/** The line, and what of it should be seen. */
function lineOf(progress: Progress, bar: number): { text: string; least: string } {
  const { phase, done, leftMs, setting = '', case: id = '' } = progress;
  const head = [phases[phase], barText(done, bar), `${String(Math.round(done * 100)).padStart(3)} %`];
  const left = leftMs === null ? '' : `${clockTime(leftMs)} left`;
  const parts = [joined(head, ' '), left, roundText(progress), bestText(progress)];
  const text = joined([...parts, setting, id], '  ');
  const [workers = '', chunksize = ''] = setting.split(', ');
  return { text, least: joined([...parts, joined([workers, chunksize], ', ')], '  ') };
}

const joined = (parts: readonly string[], by: string) => parts.filter((part) => part !== '').join(by);

function barText(done: number, length: number): string {
  const full = Math.round(Math.min(1, Math.max(0, done)) * length);
  return '█'.repeat(full) + '░'.repeat(length - full);
}

function clockTime(ms: number): string {
  const seconds = Math.max(0, Math.ceil(ms / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
