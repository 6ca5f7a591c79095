import { nameWorkers } from '../../insight/analysis/index.js';
import type { BuildPlan, RunnerChoice } from '../../market/plan/index.js';
import { counted, formatCount } from '../../stats/index.js';
import type { PlanFrame } from '../plan/build.js';
import { evidenceFindings, priceFindings } from '../plan/findings.js';
import { formatCost, formatCostRange, formatTime, formatTimeRange } from '../plan/words.js';
import { RUNNER_SCHEMA, type RunnerPlanChoice, type RunnerPlanDocument } from './schema.js';

/** A plan of runners for the renderers: everything said, and figures without what they were computed with. */
export function runnerDocument(plan: BuildPlan, { command, version, today }: PlanFrame): RunnerPlanDocument {
  const { work, request, currency, catalog } = plan;
  return {
    schema: RUNNER_SCHEMA,
    ...{ version, command, currency },
    decision: decisionOf(plan),
    why: plan.choices.length === 0 ? [] : reasonsOf(plan),
    scenario: work.scenario,
    params: work.params,
    tasks: request.tasks,
    deadlineMs: request.deadlineMs ?? null,
    overheadMs: request.overheadMs,
    choices: plan.choices.map(choiceOf),
    impossible: plan.choices.length > 0 ? null : impossibleOf(plan),
    restsOn: restsOn(plan),
    leftOut: leftOutOf(plan),
    findings: [
      ...otherArchitecture(plan),
      ...evidenceFindings({ ...plan, constraints: request }),
      ...priceFindings(
        plan.choices.map(({ runner }) => runner),
        today,
      ),
    ],
    catalog: { asOf: catalog.asOf, attribution: [...catalog.attribution] },
  };
}

function choiceOf(choice: RunnerChoice): RunnerPlanChoice {
  const { rank, runner, setting, timeMs, billedMs, costPerBuild } = choice;
  const { provider, name, vcpus, memoryGiB, architecture, pricePerHour, asOf, billedBy } = runner;
  const { curve, workers, memoryHolds, evidence, provenance } = setting;
  return {
    ...{ rank, provider, runner: name, vcpus, memoryGiB, architecture },
    pricePerMinute: pricePerHour / 60,
    priceAsOf: asOf,
    ...(billedBy && { billedBy }),
    ...{ engine: curve.engine, dispatch: curve.dispatch, workers, chunksize: curve.chunksize },
    ...(memoryHolds !== undefined && { memoryHolds }),
    ...{ timeMs, billedMs, costPerBuild },
    record: evidence.label,
    provenance,
  };
}

const nameOf = ({ runner: { provider, name } }: RunnerChoice) => `${provider} ${name}`;

function decisionOf(plan: BuildPlan): string {
  const [first] = plan.choices;
  if (first === undefined) {
    const { message, nearest } = impossibleOf(plan);
    return `${message} ${nearest}`;
  }
  const { runner, setting, timeMs, costPerBuild } = first;
  const { currency } = plan;
  const range = (text: string, { low, high }: typeof timeMs) => (low === high ? '' : ` (${text})`);
  const cost = `${formatCost(costPerBuild.value, currency)} a build${range(formatCostRange(costPerBuild, currency), costPerBuild)}`;
  const time = `${formatTime(timeMs.value)}${range(formatTimeRange(timeMs), timeMs)}`;
  const workers = nameWorkers({ engine: setting.curve.engine, workers: setting.workers });
  return `For a build of ${plan.work.scenario}${deadlineText(plan)}: ${nameOf(first)} (${counted(runner.vcpus, 'vCPU')}), with ${workers}, ${cost}; it takes ${time}; ${setting.provenance}.`;
}

function deadlineText({ request: { deadlineMs } }: BuildPlan): string {
  return deadlineMs === undefined ? '' : ` within ${formatTime(deadlineMs)}`;
}

function impossibleOf(plan: BuildPlan): NonNullable<RunnerPlanDocument['impossible']> {
  const { nearest, request, currency } = plan;
  if (nearest === null)
    return {
      message: 'No runner has that provider and architecture, and the memory for one worker.',
      nearest: 'Leave out --provider or --arch, or give your own runners with --catalog.',
    };
  return {
    message: `No runner is done within ${formatTime(request.deadlineMs!)}.`,
    nearest: `The nearest: ${nameOf(nearest)} takes ${formatTime(nearest.timeMs.value)} for ${formatCost(nearest.costPerBuild.value, currency)}.`,
  };
}

const THOUSAND = 1000;

function reasonsOf(plan: BuildPlan): string[] {
  const { choices, currency } = plan;
  const [first] = choices as [RunnerChoice, ...RunnerChoice[]];
  const fastest = choices.reduce((a, b) => (b.timeMs.value < a.timeMs.value ? b : a));
  const cost = ({ costPerBuild }: RunnerChoice, builds = 1) =>
    formatCost(builds * costPerBuild.value, currency);
  return [
    certaintyOf(plan),
    `${formatCount(THOUSAND)} builds cost ${cost(first, THOUSAND)}${billedText(first)}.`,
    fastest === first
      ? 'No other runner is done sooner.'
      : `The fastest is ${nameOf(fastest)}: ${formatTime(fastest.timeMs.value)} for ${cost(fastest)} a build.`,
    measuredText(plan),
  ];
}

function billedText({ runner: { billedBy } }: RunnerChoice): string {
  return billedBy === undefined ? '' : `: each begun ${billedBy} is paid for as a whole one`;
}

function certaintyOf({ choices, leftOut }: BuildPlan): string {
  const [first, ...others] = choices as [RunnerChoice, ...RunnerChoice[]];
  if (others.length === 0) return `It is the only runner${leftOut.tooSlow === 0 ? '' : ' that is in time'}.`;
  const all = `the ${others.length + 1} runners${leftOut.tooSlow === 0 ? '' : ' that are in time'}`;
  const most = first.costPerBuild.high ?? Number.POSITIVE_INFINITY;
  const rivals = others.filter(({ costPerBuild }) => costPerBuild.low < most);
  if (rivals.length === 0)
    return `It is the cheapest of ${all}, whatever the speed of its cores within what is known.`;
  return `It is the cheapest of ${all} by expected cost; ${counted(rivals.length, 'other')} may be as cheap, ${nameOf(rivals[0]!)} first, since their ranges overlap.`;
}

function measuredText({ onMeasured: { cpu, engine, workers, timeMs } }: BuildPlan): string {
  return `On the measured machine (${cpu}), with ${nameWorkers({ engine, workers })}, it takes ${formatTime(timeMs)}: measured here.`;
}

/** A build for one architecture need not run on another, nor as fast. */
function otherArchitecture({ choices, evidences }: BuildPlan): RunnerPlanDocument['findings'] {
  const [first] = choices;
  const known = evidences.map(({ machine }) => machine.architecture).filter((name) => name !== 'unknown');
  if (first === undefined || known.length === 0 || known.includes(first.runner.architecture)) return [];
  return [
    {
      check: 'other-architecture',
      severity: 'warning',
      message: `${nameOf(first)} is ${first.runner.architecture}, and the build was measured on ${known[0]}.`,
      advice: `Check that it runs there, and measure it there, or plan with --arch ${known[0]}.`,
    },
  ];
}

function restsOn({ request, work, choices }: BuildPlan): string[] {
  const { tasks, overheadMs } = request;
  const isGuessed = choices.some(({ runner }) => runner.physicalCores === null);
  const what = tasks === 1 ? 'one run' : counted(tasks, 'task');
  const before =
    overheadMs === 0
      ? 'Checkout, caches and whatever else the job does are not in it: add them with --overhead.'
      : `${formatTime(overheadMs)} for what comes before the work are included, the same on every runner.`;
  return [
    `A build is ${what} of ${work.scenario}, as it was measured, on one runner. ${before}`,
    ...(isGuessed
      ? [
          'Which CPU a hosted runner has is not published: its cores are assumed to be as fast as the measured ones, within what public data allow, and a vCPU of an x86 runner to be half a core.',
        ]
      : []),
    'Prices are list prices with Linux; included minutes, and free runners of public repositories, are not counted.',
  ];
}

function leftOutOf({ leftOut: { memory, tooSlow } }: BuildPlan): string[] {
  return [
    ...(memory === 0 ? [] : [`${counted(memory, 'runner')} with too little memory for a worker.`]),
    ...(tooSlow === 0
      ? []
      : [`${counted(tooSlow, 'runner')} ${tooSlow === 1 ? 'is' : 'are'} too slow for the deadline.`]),
  ];
}
