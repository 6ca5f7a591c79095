import { bySpeedup, CAUSES, type Loss, nameSetting, totalLoss } from '../../insight/analysis/index.js';
import { startsPrograms } from '../../measure/cases/index.js';
import {
  formatPercent,
  formatPercentInterval,
  type Interval,
  liesAbove,
  liesBelow,
  listed,
  mean,
} from '../../stats/index.js';
import { verdictOf } from './answer.js';
import type { Chapter } from './chapters.js';
import { isSerial, type ReportCase } from './report/case-schema.js';

/** What each part of the loss is called in a sentence, and what it means. */
const causes: Record<keyof Loss, Cause> = {
  oversubscribed: {
    name: 'more workers than cores',
    meaning:
      'What workers beyond the cores cost whatever they do: (workers − cores) times the wall time. No tuning gets it back.',
  },
  throttled: {
    name: 'throttled',
    meaning:
      'Ready to run, but the CPU quota of a cgroup was used up: the kernel stops all workers until its next period.',
  },
  startup: {
    name: 'start-up',
    meaning:
      'Starting the workers, until the last one was ready; only where a pass counts it (started cold).',
  },
  dispatch: {
    name: 'dispatch',
    meaning:
      'Idle while chunks remained (messages, a busy main thread), collecting the last results, and waiting for a CPU that the main thread needed to feed the workers.',
  },
  unused: { name: 'workers without a chunk', meaning: 'The time of workers that never got a chunk.' },
  tail: {
    name: 'uneven tail',
    meaning: 'Idle at the end, from a worker’s own last chunk to the last chunk of all.',
  },
  wait: {
    name: 'waiting for a CPU',
    meaning: 'Ready to run, but other threads had the CPU; beyond what more workers than cores explain.',
  },
  slowdown: {
    name: 'slowdown',
    meaning:
      'More CPU time than serial took for the same tasks: caches, memory bandwidth, shared cores, clock speed, another code path.',
  },
  unexplained: {
    name: 'unexplained',
    meaning:
      'What no counter shows: time taken by the hypervisor, tasks that block, the counters’ own error.',
  },
};

interface Cause {
  name: string;
  meaning: string;
}

/** What is called otherwise, or means something else, where workers are programs. */
const ofPrograms: Partial<Record<keyof Loss, Cause>> = {
  startup: {
    name: 'start-up',
    meaning: 'A program starts for each chunk, in serial too: what that takes is a finding.',
  },
  dispatch: {
    name: 'between programs',
    meaning: 'From the end of one program to the start of the next.',
  },
};

/** What such a program's workers do one by one is not seen, only that they did not compute. */
const insideProgram: Cause = {
  name: 'idle inside the program',
  meaning:
    'Time in which the workers it was asked for neither computed nor waited for a CPU: its start, its serial parts, its end.',
};

/** A part as it is called in cases of this kind. */
export function causeOf(cause: keyof Loss, { command }: Pick<ReportCase, 'command'>): Cause {
  if (cause === 'unused' && command === 'self-parallel') return insideProgram;
  return (startsPrograms({ command }) && ofPrograms[cause]) || causes[cause];
}

/** All workers' time in a pass, worker-ms. */
export function workerTime({ workers, wallMs }: ReportCase): number {
  return workers * mean(wallMs?.samples ?? [0]);
}

/** The share of all workers' time that is missing against serial; null where it is not known. */
export function lossShare(c: ReportCase): number | null {
  return c.lossWorkerMs === null ? null : totalLoss(c.lossWorkerMs) / workerTime(c);
}

/** Parts are told whose whole interval lies beyond this share of the workers' time, lost or gained. */
const WORTH_TELLING = 0.005;
const MOST_TOLD = 3;

export interface LossPart {
  cause: keyof Loss;
  /** Of all workers' time. */
  share: Interval;
}

/** The largest parts that are surely lost or gained, largest first; none where their intervals are not known. */
export function largestParts(c: ReportCase): LossPart[] {
  return CAUSES.flatMap((cause) => {
    const share = shareOf(cause, c);
    return share !== null && isTold(share) ? [{ cause, share }] : [];
  })
    .sort((a, b) => Math.abs(b.share.value) - Math.abs(a.share.value))
    .slice(0, MOST_TOLD);
}

function isTold(share: Interval): boolean {
  return liesAbove(share, WORTH_TELLING) || liesBelow(share, -WORTH_TELLING);
}

/** Null where fewer than two rounds tell. */
function shareOf(what: keyof Loss | 'total', c: ReportCase): Interval | null {
  const interval = c.lossIntervals?.[what];
  if (interval === undefined) return null;
  const whole = workerTime(c);
  return { value: interval.value / whole, low: interval.low / whole, high: interval.high / whole };
}

/**
 * One sentence: where the workers’ time went beyond serial’s; `of` names the case where that is not clear. `isBrief`
 * leaves out the intervals of the parts.
 */
export function lossSentence(c: ReportCase, of = '', isBrief = false): string | undefined {
  const share = shareOf('total', c);
  if (share === null) return undefined;
  const format = isBrief ? ({ value }: Interval) => formatPercent(value) : formatPercentInterval;
  const parts = largestParts(c).map((part) => `${nameOf(part.cause, c)} ${format(part.share)}`);
  const { said, before } = whatWent(share, of);
  return `${said}${parts.length > 0 ? `${before}${listed(parts)}` : ''}.`;
}

/** The whole, and what stands before its parts. */
function whatWent(share: Interval, of: string): { said: string; before: string } {
  const { value, low, high } = share;
  if (low > -WORTH_TELLING && high < WORTH_TELLING)
    return { said: `Lost${of}: nothing of the workers’ time`, before: '; parts: ' };
  if (liesAbove(share, 0)) return { said: `Lost${of}: ${ofWorkerTime(share)}`, before: ': ' };
  if (liesBelow(share, 0)) {
    const gained = { value: -value, low: -high, high: -low };
    return { said: `Gained${of}: ${ofWorkerTime(gained)}`, before: ': ' };
  }
  return { said: `Lost${of}: not clear yet, ${ofWorkerTime(share)}`, before: '; known: ' };
}

function ofWorkerTime(share: Interval): string {
  return formatPercentInterval(share).replace(' (', ' of worker time (');
}

function nameOf(cause: keyof Loss, c: ReportCase): string {
  const { lossParts, lossWorkerMs } = c;
  if (cause !== 'slowdown' || lossParts?.waitIn !== 'slowdown') return causeOf(cause, c).name;
  return lossWorkerMs?.wait
    ? 'slowdown (includes waiting in rounds that could not measure it)'
    : 'slowdown (includes waiting, which this system does not measure)';
}

/** The sentence for a chapter's answer: of the recommended case, or of the fastest pool where serial is recommended. None where nothing is decided. */
export function chapterLoss({ cases, recommendation }: Chapter, isBrief = false): string | undefined {
  const chosen = cases.find(({ id }) => id === recommendation?.caseId);
  if (chosen === undefined || recommendation === undefined || verdictOf(recommendation) === 'undecided')
    return undefined;
  if (!isSerial(chosen)) return lossSentence(chosen, '', isBrief);
  // The very run that serial is loses nothing.
  const pools = cases.filter(
    (c) => !isSerial(c) && c.sameAs === undefined && c.speedup !== null && c.lossWorkerMs !== null,
  );
  const fastest = pools.toSorted(bySpeedup)[0];
  return fastest && lossSentence(fastest, ` with ${nameSetting(fastest)}`, isBrief);
}
