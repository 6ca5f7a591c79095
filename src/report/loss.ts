import { CAUSES, type Loss, nameSetting, totalLoss } from '../analysis/index.js';
import { formatMs, formatPercent, listed, mean } from '../stats/index.js';
import { verdictOf } from './answer.js';
import { isSerial } from './column.js';
import type { ReportCase } from './schema.js';
import type { Section } from './sections.js';

/** What each part of the loss is called in a sentence, and what it means. */
export const causes: Record<keyof Loss, { name: string; meaning: string }> = {
  oversubscribed: {
    name: 'more workers than cores',
    meaning:
      'What workers beyond the cores cost whatever they do: (workers − cores) times the wall time. No tuning gets it back.',
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
    name: 'the tail',
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
      'What the counters do not tell: time taken by the hypervisor, tasks that block, the counters’ own error.',
  },
};

/** All workers' time in a pass, worker-ms. */
function workerTime({ workers, wallMs }: ReportCase): number {
  return workers * mean(wallMs?.samples ?? [0]);
}

/** The share of all workers' time that is missing against serial; null where it is not known. */
export function lostShare(c: ReportCase): number | null {
  return c.lossWorkerMs === null ? null : totalLoss(c.lossWorkerMs) / workerTime(c);
}

/** Parts below this share of the workers' time are not worth a word. */
const WORTH_TELLING = 0.005;
const MOST_TOLD = 3;

/** The largest parts, largest first. */
export function largestParts(c: ReportCase): { cause: keyof Loss; share: number }[] {
  const loss = c.lossWorkerMs;
  if (loss === null) return [];
  const whole = workerTime(c);
  return CAUSES.map((cause) => ({ cause, share: loss[cause] / whole }))
    .filter(({ share }) => Math.abs(share) >= WORTH_TELLING)
    .sort((a, b) => Math.abs(b.share) - Math.abs(a.share))
    .slice(0, MOST_TOLD);
}

/** One sentence: where the workers' time went beyond serial's; `of` names the case where that is not clear. */
export function lossSentence(c: ReportCase, of = ''): string | undefined {
  const share = lostShare(c);
  if (share === null) return undefined;
  const spent = `${c.workers} × ${formatMs(mean(c.wallMs?.samples ?? [0]))}`;
  const parts = largestParts(c).map((part) => `${nameOf(part.cause, c)} ${formatPercent(part.share)}`);
  const split = parts.length > 0 ? `: ${listed(parts)}` : '';
  if (Math.abs(share) < WORTH_TELLING)
    return `Where the rest went${of}: of ${spent}, nothing was lost${split}.`;
  const verb = share > 0 ? 'was lost' : 'was gained';
  return `Where the rest went${of}: of ${spent}, ${formatPercent(Math.abs(share))} ${verb}${split}.`;
}

function nameOf(cause: keyof Loss, { lossParts }: ReportCase): string {
  const includesWait = cause === 'slowdown' && lossParts?.waitIn === 'slowdown';
  return includesWait ? 'slowdown (waiting included: this system does not tell)' : causes[cause].name;
}

/** The sentence for a section's answer: of the recommended case, or of the fastest pool where serial is recommended. None where nothing is decided. */
export function sectionLoss({ cases, recommendation }: Section): string | undefined {
  const chosen = cases.find(({ id }) => id === recommendation?.caseId);
  if (chosen === undefined || recommendation === undefined || verdictOf(recommendation) === 'undecided')
    return undefined;
  if (!isSerial(chosen)) return lossSentence(chosen);
  const pools = cases.filter((c) => !isSerial(c) && c.speedup !== null && c.lossWorkerMs !== null);
  const fastest = pools.sort((a, b) => b.speedup!.value - a.speedup!.value)[0];
  return fastest && lossSentence(fastest, ` with ${nameSetting(fastest)}`);
}
