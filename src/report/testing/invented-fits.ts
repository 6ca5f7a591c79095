import { fitScaling } from '../../insight/scaling/index.js';
import { describeFit } from '../laws/describe.js';
import type { ReportFit } from '../laws/schema.js';
import type { ReportCase } from '../run/report/case-schema.js';

/** Fits of threads at chunksize 1 and 4, one a scenario, as a run has them. */
export function inventFits(cases: readonly ReportCase[], physical: number, logical: number): ReportFit[] {
  const machine = { physicalCores: physical, logicalCores: logical };
  return ['cycles', 'calculate-e'].flatMap((scenario) =>
    [1, 4].map((chunksize) => {
      const along = cases.filter(
        (c) =>
          c.scenario === scenario &&
          c.engine === 'threads' &&
          c.dispatch === 'imapUnordered' &&
          c.chunksize === chunksize &&
          c.cores === logical,
      );
      const points = along.map(({ workers, throughput }) => ({
        workers,
        throughput: throughput!.value,
        low: throughput!.low,
        high: throughput!.high,
      }));
      const counts = [2, 4, 8].map((times) => times * logical);
      const { params, dispatch, cores } = along[0]!;
      const fit = fitScaling(points, machine);
      return {
        scenario,
        engine: 'threads',
        over: { params, dispatch, chunksize, cores, caseIds: along.map(({ id }) => id) },
        ...describeFit({ fit, points, counts, machine, ceiling: points }),
      };
    }),
  );
}
