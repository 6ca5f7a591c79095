import type { Demand, Plan } from '../../market/plan/index.js';
import { ratePerSecond } from '../../market/queue/index.js';
import { counted } from '../../stats/index.js';
import { assumptionsOf } from './assumptions.js';
import type { PlanChoice } from './choice-schema.js';
import { choiceOf } from './choices.js';
import { decisionOf, reasonsFor, sensitivityText } from './decision.js';
import { planFindings } from './findings.js';
import { nextOf } from './next.js';
import { PLAN_SCHEMA, type PlanDocument } from './schema.js';
import { formatCost, nameOf } from './words.js';

export interface PlanFrame {
  /** The command that makes the plan anew. */
  command: string;
  /** Of corewise. */
  version: string;
  /** The day on which prices are looked at. */
  today: Date;
}

/** A plan for the renderers: everything said, and figures without what they were computed with. */
export function planDocument(plan: Plan, { command, version, today }: PlanFrame): PlanDocument {
  const choices = plan.choices.map((choice) => choiceOf(choice, plan.constraints));
  const currency = plan.currency;
  const demand = demandOf(plan.demand);
  const told = {
    choices,
    demand,
    currency,
    constraints: plan.constraints,
    impossible: plan.impossible,
    sensitivity: sensitivityOf(plan, choices),
    rivals: rivalsOf(plan),
    considered: plan.considered,
    risk: riskOf(plan),
  };
  return {
    schema: PLAN_SCHEMA,
    ...{ version, command },
    decision: decisionOf(told),
    why: reasonsFor({ ...told, burstable: plan.leftOut.burstable, known: plan.known }),
    scenario: plan.work.scenario,
    params: plan.work.params,
    verified: plan.work.isVerified,
    machines: plan.evidences.map(machineOf),
    ...told,
    next: nextOf(plan),
    tradeOffs: plan.tradeOffs.map(({ choice: { rank }, points }) => ({ rank, points: [...points] })),
    measuredMachine: measuredMachineOf(plan),
    autoscaled: autoscaledOf(plan),
    ...latencyOf(plan),
    assumptions: assumptionsOf(plan),
    findings: planFindings(plan, today),
    leftOut: leftOutOf(plan),
    catalog: { asOf: plan.catalog.asOf, attribution: [...plan.catalog.attribution] },
    ...(plan.publicData && {
      publicData: { asOf: plan.publicData.asOf, attribution: [...plan.publicData.attribution] },
    }),
  };
}

function riskOf({ risk }: Plan): PlanDocument['risk'] {
  if (risk === null) return null;
  const { surest, certainties } = risk;
  return { ...risk, certainties: [...certainties], surest: surest && placeOf(surest) };
}

function placeOf({ instance: { provider, name }, instances, costPerHour }: Plan['choices'][number]) {
  return { provider, instance: name, instances, costPerHour: costPerHour.value };
}

function demandOf(demand: Demand): PlanDocument['demand'] {
  if (demand.kind !== 'arrivals') return demand;
  const { arrivals, p95Ms, balancer, seed, kind } = demand;
  const recorded = 'timestampsMs' in arrivals ? arrivals.timestampsMs.length : null;
  return { kind, perSecond: ratePerSecond(arrivals), recorded, p95Ms, balancer, seed };
}

function machineOf({ label, machine, curves }: Plan['evidences'][number]): PlanDocument['machines'][number] {
  const { cpu, architecture, instanceType } = machine;
  return {
    record: label,
    ...{ cpu, architecture },
    ...(instanceType !== undefined && { instanceType }),
    curves: curves.map(({ engine, dispatch, chunksize, points, memoryPerWorkerMiB, baseMemoryMiB }) => ({
      ...{ engine, dispatch, chunksize, memoryPerWorkerMiB },
      ...(baseMemoryMiB !== undefined && { baseMemoryMiB }),
      workers: points.map(({ workers }) => workers),
    })),
  };
}

function sensitivityOf({ breakEven }: Plan, choices: readonly PlanChoice[]): PlanDocument['sensitivity'] {
  const [winner] = choices;
  if (breakEven === null || winner === undefined) return null;
  const { rival: found, winnerSpeed, rivalSpeed } = breakEven;
  const rival = choices.find(({ rank }) => rank === found.rank)!;
  return {
    rival: nameOf(rival),
    rivalCostPerHour: rival.costPerHour.value,
    winnerSpeed,
    rivalSpeed,
    message: sensitivityText(winner, rival, breakEven),
  };
}

function rivalsOf({ rivals, leftOut }: Plan): PlanDocument['rivals'] {
  const nearest = rivals[0]?.instance;
  return {
    count: rivals.length,
    isLeast: leftOut.dearer !== null,
    nearest: nearest === undefined ? null : nameOf({ provider: nearest.provider, instance: nearest.name }),
  };
}

function measuredMachineOf({ measuredMachine: fleet }: Plan): PlanDocument['measuredMachine'] {
  if (fleet === null) return null;
  const { label, perSecond, ...rest } = fleet;
  return { record: label, throughput: perSecond, ...rest };
}

function latencyOf({
  latency,
  latencyOverLoad: over,
  choices,
}: Plan): Pick<PlanDocument, 'latency' | 'latencyOverLoad'> {
  const [first] = choices;
  if (latency === null || over === null || first === undefined)
    return { latency: null, latencyOverLoad: null };
  const { waitMs, totalMs, arrivals } = latency;
  const { perSecond } = first.setting;
  const whole = perSecond.value * first.instances;
  return {
    latency: { arrivals, waitMs: percentilesOf(waitMs), totalMs: percentilesOf(totalMs) },
    latencyOverLoad: {
      knee: over.turningLoad,
      points: over.points.map(({ load, p50Ms, p95Ms, p99Ms }) => ({
        ...{ load, p50Ms, p95Ms, p99Ms },
        perSecond: load * whole,
      })),
    },
  };
}

function autoscaledOf({ autoscaled }: Plan): PlanDocument['autoscaled'] {
  if (autoscaled === null) return null;
  const { queue, ...fleet } = autoscaled;
  return { ...fleet, instances: queue.instances, totalMs: percentilesOf(queue.totalMs) };
}

function percentilesOf({ p50, p95, p99 }: NonNullable<Plan['latency']>['totalMs']) {
  return { p50, p95, p99 };
}

/** Types that were not chosen from, in sentences. */
function leftOutOf({
  leftOut: { burstable, memory, tooSlow, beyondLimits, notKnown, dearer },
  currency,
}: Plan): string[] {
  const types = (count: number) => counted(count, 'type');
  return [
    ...(dearer === null
      ? []
      : [
          `${types(dearer.types)} cost ${formatCost(dearer.atLeast, currency)} an hour or more and were not simulated.`,
        ]),
    ...(notKnown === 0 ? [] : [`${types(notKnown)} without public data were not simulated.`]),
    ...(burstable === 0
      ? []
      : [`${types(burstable)} left out as burstable: their full speed does not last.`]),
    ...(memory === 0 ? [] : [`${types(memory)} with too little memory for a worker.`]),
    ...(tooSlow === 0 ? [] : [`${types(tooSlow)} too slow for a single task to be in time.`]),
    ...(beyondLimits === 0 ? [] : [`${types(beyondLimits)} beyond the limits on cost or instances.`]),
  ];
}
