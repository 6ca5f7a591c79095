import { priceAge } from '../../market/catalog/index.js';
import type { Plan } from '../../market/plan/index.js';
import { formatPercent, listed } from '../../stats/index.js';
import type { PlanDocument } from './schema.js';

type PlanFinding = PlanDocument['findings'][number];

/** What a buyer should doubt or do before buying, the gravest first. `today` is the day of the prices' age. */
export function planFindings(plan: Plan, today: Date): PlanFinding[] {
  return [
    ...evidenceFindings(plan),
    ...noLaw(plan),
    ...nearlyFull(plan),
    ...evenTasks(plan),
    ...memoryUnknown(plan),
    ...latencyDoubts(plan),
    ...priceFindings(
      plan.choices.map(({ instance }) => instance),
      today,
    ),
  ];
}

/** What was measured, whatever is planned from it. */
type Measured = Pick<Plan, 'evidences' | 'work'> & {
  constraints: Pick<Plan['constraints'], 'memoryPerWorkerMiB'>;
};

/** What makes the measurement doubtful, the gravest first. */
export function evidenceFindings(measured: Measured): PlanFinding[] {
  return [
    ...virtualTime(measured),
    ...typeDoubts(measured),
    ...curveAlone(measured),
    ...curveDoubts(measured),
    ...tasksWait(measured),
    ...disturbed(measured),
    ...notVerified(measured),
  ];
}

function virtualTime({ evidences }: Measured): PlanFinding[] {
  if (!evidences.some(({ isVirtual }) => isVirtual)) return [];
  return [
    {
      check: 'virtual-time',
      severity: 'warning',
      message: 'The record is of the fake engine: its times come from a cost function, not from a machine.',
      advice: 'Measure with a real engine before you buy.',
    },
  ];
}

function typeDoubts({ evidences }: Measured): PlanFinding[] {
  const doubts = evidences.flatMap(({ typeDoubt }) => typeDoubt ?? []);
  return doubts.map(({ verdict, message }) => ({
    check: 'instance-type',
    severity: 'warning',
    message,
    advice:
      verdict === 'unknown'
        ? 'No row counts as the measured machine: correct the name, or give a catalog that has it with --catalog.'
        : 'Check that it is that type before you buy on its figures.',
  }));
}

/** What a plan of a record says and this one cannot. */
function curveAlone({ work: { curves }, constraints }: Measured): PlanFinding[] {
  if (curves === undefined) return [];
  const memory = constraints.memoryPerWorkerMiB === undefined ? ['memory of a worker'] : [];
  const missing = ['times of single tasks', ...memory, 'results to check', 'causes of lost time'];
  return [
    {
      check: 'curve-alone',
      severity: 'warning',
      message: `${listed(curves.files)} ${curves.files.length === 1 ? 'has' : 'have'} throughput over workers and nothing else: no ${listed(missing).replace(/ and (?=[^,]*$)/, ' or ')}.`,
      advice: `${memory.length > 0 ? 'Give --memory-per-worker, or no type is ruled out as too small. ' : ''}Measure with npx corewise run or npx corewise exec for the rest.`,
    },
  ];
}

function curveDoubts({ work: { curves } }: Measured): PlanFinding[] {
  if (curves === undefined || curves.doubts.length === 0) return [];
  return [
    {
      check: 'curve-doubtful',
      severity: 'warning',
      message: curves.doubts.join(' '),
      advice: `See what npx corewise fit says of ${listed(curves.files)} before you buy.`,
    },
  ];
}

function tasksWait({ evidences, work }: Measured): PlanFinding[] {
  const found = evidences.find(({ noPool }) => noPool !== undefined);
  if (found === undefined) return [];
  return [
    {
      check: 'tasks-wait',
      severity: 'warning',
      message: `The tasks of ${work.scenario} wait: ${found.label} recommends no pool, but ${found.noPool}. This plan counts cores, which do not shorten the wait.`,
      advice: 'Buy nothing on this: run more tasks at once on one thread, and size what they wait for.',
    },
  ];
}

function disturbed({ evidences }: Measured): PlanFinding[] {
  const labels = evidences.filter(({ isDisturbed }) => isDisturbed).map(({ label }) => label);
  if (labels.length === 0) return [];
  return [
    {
      check: 'disturbed',
      severity: 'warning',
      message: `Figures of ${listed(labels)} rest on rounds that other load disturbed: the machine may do more, as far as the ranges say.`,
      advice: 'Measure again on a quiet machine before you buy: npx corewise host says what to look at.',
    },
  ];
}

function notVerified({ work }: Measured): PlanFinding[] {
  if (work.isVerified || work.curves !== undefined) return [];
  return [
    {
      check: 'not-verified',
      severity: 'warning',
      message: `Not all results of ${work.scenario} were compared with those of serial.`,
      advice:
        'Have them compared (verify in a scenario, --verify of corewise exec): a fast wrong answer needs no machine.',
    },
  ];
}

function noLaw({ choices }: Plan): PlanFinding[] {
  const [first] = choices;
  if (first === undefined || first.setting.law !== null) return [];
  return [
    {
      check: 'no-law',
      severity: 'warning',
      message:
        'Too few worker counts were measured for a scaling law: other sizes rest on the range that other software spans.',
      advice: 'Measure the first choice itself, at 1, half, all physical cores and all CPUs, and plan again.',
    },
  ];
}

const NEARLY_FULL = 0.9;

/** Jobs may use all of their time, and arrivals have their own target. */
function nearlyFull({ choices, demand, constraints }: Plan): PlanFinding[] {
  const [first] = choices;
  const isStream = demand.kind === 'throughput' && constraints.headroom === 0;
  if (first === undefined || !isStream || first.utilisation.value < NEARLY_FULL) return [];
  return [
    {
      check: 'no-headroom',
      severity: 'info',
      message: `The first choice is ${formatPercent(first.utilisation.value)} used: nothing is left for a busy hour.`,
      advice: 'Plan with --headroom 20%, and with --spare 1 for the loss of an instance.',
    },
  ];
}

function evenTasks({ work, demand }: Plan): PlanFinding[] {
  if (work.isPerTask || demand.kind !== 'arrivals') return [];
  return [
    {
      check: 'tasks-timed-together',
      severity: 'warning',
      message: 'The record has the times of runs of tasks: single ones differ more, and so do waiting times.',
      advice: 'Measure with at most 10,000 tasks per pass.',
    },
  ];
}

function memoryUnknown({ constraints, choices, work }: Plan): PlanFinding[] {
  const isKnown = constraints.memoryPerWorkerMiB !== undefined || work.curves !== undefined;
  const [first] = choices;
  if (isKnown || first === undefined || first.setting.curve.memoryPerWorkerMiB !== null) return [];
  return [
    {
      check: 'memory-not-known',
      severity: 'warning',
      message: 'The record does not say what memory a worker takes, so no type is ruled out as too small.',
      advice: 'Give it with --memory-per-worker.',
    },
  ];
}

function latencyDoubts({ latency }: Plan): PlanFinding[] {
  return (latency?.doubts ?? []).map((message) => ({
    check: 'latency-not-settled',
    severity: 'warning',
    message,
    advice: 'Simulate more arrivals with --simulate, or leave more --headroom.',
  }));
}

/** How old the prices are. */
export function priceFindings(instances: Parameters<typeof priceAge>[0], today: Date): PlanFinding[] {
  const doubt = priceAge(instances, today);
  return doubt === undefined ? [] : [{ check: 'prices-old', ...doubt }];
}
