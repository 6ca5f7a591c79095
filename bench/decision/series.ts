import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { measuredMs } from '../../src/insight/analysis/index.js';
import { readRecord } from '../../src/record/index.js';
import { formatInterval, seededRandom } from '../../src/stats/index.js';
import { answerOf, type ReportFacts } from './answer.js';
import { type Cell, cellName } from './cells.js';
import { judge } from './judge.js';
import { nextCell } from './next-cell.js';
import { type Calibration, jobOf, truthAt } from './planted.js';
import { appendResult, type Made } from './results.js';
import { run } from './run.js';

export interface Series {
  cells: readonly Cell[];
  /** Those of earlier starts. */
  made: readonly Made[];
  calibration: Calibration;
  file: string;
  /** As behind `--max-time`, and what it comes to. */
  maxTime: string;
  maxTimeMs: number;
  seed: number;
  /** Of each cell at most; unlimited unless given. */
  runs?: number;
  /** No run begins that would not end within this time from now; unlimited unless given. */
  forMs?: number;
}

/** What a run may take beyond its time; the one that takes twice that has hung. */
const BEYOND_MS = 60_000;

/** Makes runs until there are enough, or the time is up; tells all of the file's, its own included. */
export async function makeRuns(series: Series, signal: AbortSignal): Promise<Made[]> {
  const made = [...series.made];
  const endsAt = performance.now() + (series.forMs ?? Number.POSITIVE_INFINITY);
  while (!signal.aborted && performance.now() + series.maxTimeMs <= endsAt) {
    const cell = nextCell(
      series.cells,
      made.map((earlier) => earlier.cell),
      series.seed,
      series.runs,
    );
    if (cell === undefined) break;
    const one = await makeRun(series, cell, made.length, signal);
    // An interrupted run says nothing of the cell.
    if (one === undefined) break;
    appendResult(series.file, one);
    made.push(one);
    process.stderr.write(`${made.length} ${cellName(cell)}: ${told(one)}\n`);
  }
  return made;
}

async function makeRun(
  { calibration, file, maxTime, maxTimeMs, seed }: Series,
  cell: Cell,
  place: number,
  signal: AbortSignal,
): Promise<Made | undefined> {
  const job = jobOf(cell, calibration);
  const folder = join(file.replace(/\.jsonl$/, '-runs'), `${place + 1}-${cellName(cell)}`);
  rmSync(folder, { recursive: true, force: true });
  const ended = await run(
    {
      job,
      machine: cell.machine,
      maxTime,
      folder,
      phase: phaseOf(seed, place),
      patienceMs: maxTimeMs + 2 * BEYOND_MS,
    },
    signal,
  );
  if (signal.aborted) {
    rmSync(folder, { recursive: true, force: true });
    return undefined;
  }
  const basis = { kind: 'run' as const, at: new Date().toISOString(), cell, maxTime, job, ...ended };
  if (ended.failure !== undefined) return { ...basis, truth: null, answer: null, measuredShare: null };
  const answer = answerOf(JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8')) as ReportFacts);
  const measured = measuredMs(await readRecord(folder));
  // Somebody will want to know why.
  if (!judge(cell.gain, answer).isWrong) rmSync(folder, { recursive: true });
  return {
    ...basis,
    truth: answer.chunksize === null ? null : truthAt(cell, job.tasks, answer.chunksize, calibration),
    answer,
    measuredShare: measured / answer.elapsedMs,
  };
}

/** The first number of neighbouring seeds is nearly the same, so it is one of the later ones of the same seed. */
function phaseOf(seed: number, place: number): number {
  const random = seededRandom(seed);
  return Array.from({ length: place + 2 }, () => random.next()).at(-1)!;
}

function told({ cell, answer, truth, failure }: Made): string {
  if (answer === null) return `failed. ${failure}`;
  const { isRight, isWrong } = judge(cell.gain, answer);
  const speedup =
    answer.speedup === null
      ? 'no speedup'
      : `${answer.speedup.value.toFixed(3)}× (${formatInterval(answer.speedup)})`;
  const planted = truth === null ? '' : `, planted ${truth.toFixed(3)}×`;
  const judged = isWrong ? 'wrong' : isRight ? 'right' : 'undecided';
  return `${answer.decision}, ${speedup}${planted}, ${(answer.elapsedMs / 1000).toFixed(0)} s: ${judged}`;
}
