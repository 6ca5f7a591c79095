import type { CurveFit } from '../../../insight/analysis/index.js';
import { workKey } from '../../../measure/cases/index.js';
import type { RecordHeader } from '../../../record/index.js';
import { describeFit } from '../../laws/describe.js';
import type { ReportFit } from '../../laws/schema.js';

/** So many times the cores are predicted. */
const TIMES = [2, 4, 8];

/** A fit of a run as plain data: every measured count, and 2, 4 and 8 times the cores. */
export function reportFitOf(fitted: CurveFit, scenarios: RecordHeader['scenarios']): ReportFit {
  const { curve, machine, points, ceiling, fit, notes } = fitted;
  const { scenario, params, engine, dispatch, chunksize, cores, quota } = curve;
  const described = describeFit({
    fit,
    points,
    ceiling,
    machine,
    counts: TIMES.map((times) => Math.ceil(times * coresOf(fitted))),
    unit: isOpenEnded(fitted, scenarios) ? 'turns/s' : 'tasks/s',
  });
  return {
    scenario,
    engine,
    over: {
      ...{ params, dispatch, chunksize, cores },
      ...(quota !== undefined && { quota }),
      caseIds: curve.cases.map((one) => one.case.id),
    },
    ...described,
    warnings: [...described.warnings, ...notes],
  };
}

/** A virtual machine has as many as there were workers. */
function coresOf({ curve, points }: CurveFit): number {
  return Math.max(curve.cores, points.at(-1)!.workers);
}

function isOpenEnded({ curve }: CurveFit, scenarios: RecordHeader['scenarios']): boolean {
  const key = workKey(curve);
  return scenarios.some(
    ({ name, params, openEnded }) => openEnded && workKey({ scenario: name, params }) === key,
  );
}
