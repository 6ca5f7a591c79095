import { UsageError } from '../../../errors.js';
import type { PlannedWork } from '../evidence/evidence.js';
import type { Constraints, Demand } from '../request.js';
import { arrivalsSizing } from './arrivals.js';
import { jobSizing } from './job.js';
import { programsSizing } from './programs.js';
import type { Sizing } from './sizing.js';
import { throughputSizing } from './throughput.js';

/** @throws UsageError where tasks that run until they are stopped are asked to end. */
export function sizingFor(demand: Demand, constraints: Constraints, work: PlannedWork): Sizing {
  if (demand.kind === 'throughput') return throughputSizing(demand, constraints, work);
  if (demand.kind === 'job') return jobSizing(demand, constraints, work);
  if (work.taskMs.length === 0) throw new UsageError(work.curves ? untimed(work) : openEnded(work.scenario));
  return demand.kind === 'arrivals'
    ? arrivalsSizing(demand, constraints, work)
    : programsSizing(demand, constraints, work);
}

function untimed({ curves }: PlannedWork): string {
  return `${curves!.files[0]} has no times of single tasks, which --arrival-rate, --arrivals and --programs need: plan for --throughput or --tasks, or measure the work with corewise run or corewise exec.`;
}

function openEnded(scenario: string): string {
  return `The tasks of ${scenario} were not timed one by one (they run until they are stopped, or none of them ran): only --throughput and --tasks can be planned for.`;
}
