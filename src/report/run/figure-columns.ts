import { CAUSES, nameSetting, nameWorkers } from '../../insight/analysis/index.js';
import { isOneRun } from '../../measure/cases/index.js';
import {
  counted,
  formatChange,
  formatInterval,
  formatMemory,
  formatMs,
  formatPercent,
  formatRatio,
} from '../../stats/index.js';
import { type Column, MISSING, rangeOf } from '../document/table.js';
import { causeOf, largestParts, lossShare } from './loss.js';
import type { ReportCase } from './report/case-schema.js';

type CaseColumn = Column<ReportCase>;

const everywhere = ['terminal', 'markdown', 'html', 'csv'] as const;
const documents = ['markdown', 'html', 'csv'] as const;

export const wall: CaseColumn = {
  label: 'wall time',
  meaning: 'Median time of one pass over all tasks, with its 95 % interval',
  align: 'right',
  only: everywhere,
  yields: 2,
  always: true,
  cell: ({ wallMs }) =>
    wallMs === null
      ? { text: MISSING }
      : { text: formatMs(wallMs.median), detail: rangeOf(wallMs, formatMs) },
  data: ({ wallMs }) => ({
    wallMs: wallMs?.median ?? null,
    wallMsLow: wallMs?.low ?? null,
    wallMsHigh: wallMs?.high ?? null,
  }),
};

/** Prediction beside measurement. */
export const simulated: CaseColumn = {
  label: 'simulated',
  meaning:
    'Wall time that the pool simulator gives from all other cases, without this one’s own times, and how far that is from what was measured',
  align: 'right',
  only: documents,
  cell: (c) => {
    if (c.predictedWallMs === undefined) return { text: MISSING };
    const deviation = deviationOf(c);
    const text = formatMs(c.predictedWallMs.value);
    return deviation === null ? { text } : { text, detail: formatChange(deviation) };
  },
  data: (c) => ({ predictedWallMs: c.predictedWallMs?.value ?? null, predictedDeviation: deviationOf(c) }),
};

/** Of the measured median. */
function deviationOf({ predictedWallMs, wallMs }: ReportCase): number | null {
  return predictedWallMs && wallMs ? predictedWallMs.value / wallMs.median - 1 : null;
}

/** Against the case that is recommended for the same work, by its name; serial, where nothing is decided. */
export const verdictAgainst = (against: Parameters<typeof nameSetting>[0] | undefined): CaseColumn => ({
  ...verdict,
  ...(against && {
    label: `vs ${nameWorkers(against)}`,
    meaning: `Throughput against ${nameSetting(against)}: ${verdict.meaning}`,
  }),
});

const verdict: CaseColumn = {
  label: 'verdict',
  meaning:
    'same within ±3 %, or clearly faster or slower; left behind, where the best setting was looked for; else about how many more rounds would tell; behind ±, the least difference that would have been seen',
  align: 'left',
  only: everywhere,
  yields: 3,
  cell: ({ versusRecommended: versus, settled }) => {
    if (settled?.reason === 'behind') return { text: 'left behind', detail: `after round ${settled.round}` };
    if (versus === undefined) return { text: MISSING };
    const { ratio, moreRounds } = versus;
    const text = verdictText(versus);
    if (moreRounds !== undefined) return { text, detail: `about ${counted(moreRounds, 'more round')}` };
    return ratio === null
      ? { text }
      : { text, detail: `${formatRatio(ratio.value)} (${formatInterval(ratio)})` };
  },
  data: ({ versusRecommended: versus }) => ({
    verdict: versus?.verdict ?? null,
    ratioToRecommended: versus?.ratio?.value ?? null,
    leastDifference: versus?.leastDifference ?? null,
    moreRounds: versus?.moreRounds ?? null,
  }),
};

/** `same ±1.5 %`; `cannot tell ±17 %`, and `×3.15` where it is more than a doubling. */
function verdictText({
  verdict: told,
  leastDifference: least,
}: NonNullable<ReportCase['versusRecommended']>): string {
  if (least === undefined) return told;
  const said = told === 'cannot tell yet' ? 'cannot tell' : told;
  return `${said} ${least < 1 ? `±${formatPercent(least)}` : `×${(1 + least).toPrecision(3)}`}`;
}

export const bound: CaseColumn = {
  label: 'bound',
  meaning: 'What chunks and cores allow at most, before anything is measured, and which of them binds',
  align: 'right',
  only: documents,
  cell: (c) =>
    c.bound === null
      ? { text: MISSING }
      : {
          text: formatRatio(c.bound[c.bound.binds]),
          detail: `by ${isOneRun(c) && c.bound.binds === 'chunks' ? 'workers' : c.bound.binds}`,
        },
  data: ({ bound: b }) => ({
    bound: b === null ? null : b[b.binds],
    boundBy: b?.binds ?? null,
    boundByChunks: b?.chunks ?? null,
    boundByCores: b?.cores ?? null,
  }),
};

export const lost: CaseColumn = {
  label: 'lost',
  meaning: 'Share of the workers’ time that is missing against serial, and the largest cause',
  align: 'right',
  only: documents,
  cell: (c) => {
    const share = lossShare(c);
    if (share === null) return { text: MISSING };
    const [largest] = largestParts(c);
    return {
      text: formatPercent(share),
      ...(largest === undefined ? {} : { detail: causeOf(largest.cause, c).name }),
    };
  },
  data: (c) => ({ lostShare: lossShare(c), ...lossData(c) }),
};

/** `lossTailWorkerMs` and so on. */
const lossData = ({ lossWorkerMs }: ReportCase): Record<string, number | null> =>
  Object.fromEntries(
    CAUSES.map((cause) => [
      `loss${cause[0]!.toUpperCase()}${cause.slice(1)}WorkerMs`,
      lossWorkerMs?.[cause] ?? null,
    ]),
  );

/** Why a case was measured no further, in the words of the page; the data keep those of the record. */
const endings: Record<NonNullable<ReportCase['settled']>['reason'], string> = {
  precise: 'precise',
  lost: 'beaten',
  behind: 'left behind',
};

export const rounds: CaseColumn = {
  label: 'rounds',
  meaning: 'Rounds measured, how many of them other load disturbed, and whether it ended before the run did',
  align: 'right',
  only: documents,
  always: true,
  cell: (c) => {
    const details = [
      ...(c.disturbedRounds > 0 ? [`${c.disturbedRounds} disturbed`] : []),
      ...(c.settled ? [endings[c.settled.reason]] : []),
    ];
    return { text: String(c.rounds), ...(details.length > 0 ? { detail: details.join(', ') } : {}) };
  },
  data: (c) => ({
    rounds: c.rounds,
    disturbedRounds: c.disturbedRounds,
    basis: c.basis,
    settled: c.settled?.reason ?? null,
  }),
};

/** Of one worker; how much all of them held stands behind it. */
export const memory: CaseColumn = {
  label: 'memory',
  meaning:
    'The most memory that one worker held, and what all of them held together; of a program that parallelises itself, all that it held',
  align: 'right',
  only: everywhere,
  yields: 2.2,
  cell: ({ peakMemoryMiB: all, memoryPerWorkerMiB: each, workers, command }) => {
    if (all === null) return { text: MISSING };
    // One program, whatever it is told: its parts hold what they hold together.
    if (command === 'self-parallel') return { text: formatMemory(all) };
    // Of what shares a thread, and of older reports, nothing but the whole is known.
    if (each == null) return { text: MISSING, detail: `${formatMemory(all)} in all` };
    return { text: formatMemory(each), ...(workers > 1 && { detail: `${formatMemory(all)} in all` }) };
  },
  data: ({ peakMemoryMiB, memoryPerWorkerMiB }) => ({
    memoryPerWorkerMiB: memoryPerWorkerMiB ?? null,
    peakMemoryMiB,
  }),
};

export const loopDelay: CaseColumn = {
  label: 'main thread blocked',
  meaning: 'The longest time the main thread was blocked, and how long 99 % of other events waited at most',
  align: 'right',
  only: ['html', 'csv'],
  cell: ({ eventLoopDelayMs: delay }) =>
    delay === null ? { text: MISSING } : { text: formatMs(delay.max), detail: `p99 ${formatMs(delay.p99)}` },
  data: ({ eventLoopDelayMs: delay }) => ({
    eventLoopMaxMs: delay?.max ?? null,
    eventLoopP99Ms: delay?.p99 ?? null,
    eventLoopP50Ms: delay?.p50 ?? null,
  }),
};
