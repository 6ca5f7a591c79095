import { workKey } from '../../measure/cases/index.js';
import type { Lane, Observation, RunRecord } from '../../record/index.js';
import { formatCount, median } from '../../stats/index.js';
import { type Analysis, type CaseResult, groupBy, nameWork, nameWorkers } from '../analysis/index.js';
import type { Finding } from './finding.js';

/** In fewer observations it may be a cache that fills once. */
const LEAST_OBSERVATIONS = 3;
/** A worker grew where it holds so much more after the last pass than after the first, in both measures. */
const GREW_BY_MIB = 4;
const GREW_BY_SHARE = 0.1;
/** Of the readings, one per worker and observation. */
const NEARLY_ALL = 0.9;

/** Workers hold more after each pass: what the record tells is live, and the first pass is not in it. */
export function memoryGrows(record: RunRecord, { cases }: Analysis): Finding[] {
  const measured = cases.filter(({ status }) => status === 'ok');
  return [...groupBy(measured, ({ case: one }) => workKey(one)).values()].flatMap((same) => {
    const growing = same.flatMap((result) => growthOf(record, result) ?? []);
    const most = growing.sort((a, b) => b.perPassMiB - a.perPassMiB)[0];
    if (!most) return [];
    return [
      {
        check: 'memory-grows',
        severity: 'warning' as const,
        cases: growing.map(({ result }) => result.case.id),
        message: `${nameWork(most.result.case, record.header.plan.cases)}: each worker holds more memory after every pass, ${formatMiB(most.perPassMiB)} per pass with ${nameWorkers(most.result.case)}, in ${formatCount(most.grew)} of ${formatCount(most.readings)} readings; garbage is not counted.`,
        advice:
          'Something outlives its task: a cache without a limit, an array or a map at the top of the module, listeners that stay. ' +
          'Bound it, or have the pool replace its workers (maxTasksPerWorker). ' +
          'A longer run needs more memory than this one, and may become slower as it grows.',
      },
    ];
  });
}

interface Growth {
  result: CaseResult;
  perPassMiB: number;
  grew: number;
  readings: number;
}

function growthOf({ lines }: RunRecord, result: CaseResult): Growth | undefined {
  const { id } = result.case;
  const told = lines.filter(
    (line): line is Observation =>
      line.kind === 'observation' && line.case === id && line.passes > 1 && line.lanes.some(hasReading),
  );
  if (told.length < LEAST_OBSERVATIONS) return undefined;
  const perPass = told.flatMap(({ lanes, passes }) =>
    lanes.filter(hasReading).map(({ heldMiB }) => grownMiB(heldMiB) / (passes - 1)),
  );
  const grew = perPass.filter((mib) => mib > 0);
  if (grew.length < NEARLY_ALL * perPass.length) return undefined;
  return { result, perPassMiB: median(grew), grew: grew.length, readings: perPass.length };
}

type ReadLane = Lane & { heldMiB: NonNullable<Lane['heldMiB']> };

/** A worker that got nothing to do tells nothing. */
function hasReading(lane: Lane): lane is ReadLane {
  return lane.heldMiB !== undefined && lane.chunks > 0;
}

/** 0 where it is within what comes and goes. */
function grownMiB({ first, last }: ReadLane['heldMiB']): number {
  const grown = last - first;
  return grown > GREW_BY_MIB && grown > GREW_BY_SHARE * first ? grown : 0;
}

function formatMiB(mib: number): string {
  return `${mib < 10 ? mib.toFixed(mib < 1 ? 2 : 1) : formatCount(Math.round(mib))} MiB`;
}
