import { ASSUMED_BETWEEN_RUNS, groupBy, SYSTEM_MEMORY_MIB } from '../../insight/analysis/index.js';
import type { Plan } from '../../market/plan/index.js';
import {
  counted,
  formatCount,
  formatInterval,
  formatMs,
  formatPercent,
  formatRate,
  largest,
  listed,
  logHalfWidth,
  median,
  smallest,
} from '../../stats/index.js';
import type { PlanDocument } from './schema.js';
import { pricesText } from './words.js';

type Assumption = PlanDocument['assumptions'][number];

/** Everything that the figures rest on, the measured first. */
export function assumptionsOf(plan: Plan): Assumption[] {
  return [
    ...taskTime(plan),
    ...countedThing(plan),
    ...plan.evidences.map((evidence) => measuredCurves(evidence, plan)),
    ...nextRun(plan),
    ...beyond(plan),
    ...dispatcher(plan),
    ...coreSpeeds(plan),
    ...memory(plan),
    price(plan),
    ...arrivals(plan),
    ...conventions(plan),
  ];
}

function taskTime({ work }: Plan): Assumption[] {
  if (work.taskMs.length === 0) return [];
  const [shortest, longest] = [smallest(work.taskMs), largest(work.taskMs)];
  const what = work.isPerTask ? 'Time of a task, run serially' : 'Time of a run of tasks, run serially';
  return [
    {
      what,
      value: `${formatMs(median(work.taskMs))} (${formatMs(shortest)} to ${formatMs(longest)})`,
      provenance: 'measured here',
      source: `${work.scenario}, one pass`,
    },
  ];
}

/** A curve of another tool counts what that tool does. */
function countedThing({ work: { curves } }: Plan): Assumption[] {
  if (curves === undefined) return [];
  return [
    {
      what: 'A task',
      value: `what the file counts: ${curves.unit}; all tasks are assumed to be equal`,
      provenance: 'given',
      source: `${listed(curves.files)}. ${curves.basis}`,
    },
  ];
}

function measuredCurves({ label, machine, curves }: Plan['evidences'][number], plan: Plan): Assumption {
  const counts = [...new Set(curves.flatMap(({ points }) => points.map(({ workers }) => workers)))];
  const type = machine.instanceType === undefined ? '' : `, ${machine.instanceType}`;
  return {
    what: `Throughput of ${plan.work.scenario} at ${listed(counts.sort((a, b) => a - b).map(String))} workers`,
    value: counted(curves.length, 'setting'),
    provenance: 'measured here',
    source: `${plan.work.curves ? 'curve' : 'record'} ${label}: ${machine.cpu}${type}`,
  };
}

/** A record is one run, and says nothing of the next one. */
function nextRun({ evidences }: Plan): Assumption[] {
  if (evidences.every(({ isVirtual }) => isVirtual)) return [];
  return [
    {
      what: 'Throughput in another run',
      value: `two runs of the same differ by up to ${formatPercent(ASSUMED_BETWEEN_RUNS)}`,
      provenance: 'assumed',
      source: 'docs/method.md; corewise compare with several records of a machine measures it',
    },
  ];
}

/** How throughput goes on where nobody measured. */
function beyond({ choices }: Plan): Assumption[] {
  const scaling = new Set(choices.map(({ setting }) => setting.scaling));
  const laws = [...new Set(choices.flatMap(({ setting }) => setting.law ?? []))];
  return [
    ...(scaling.has('extrapolated')
      ? [
          {
            what: 'Throughput at other counts',
            value: `the fitted law: ${listed(laws)}`,
            provenance: 'extrapolated' as const,
            source: 'its 95 % interval, wider with each doubling beyond the largest count',
          },
        ]
      : []),
    ...(scaling.has('assumed')
      ? [
          {
            what: 'Throughput at other counts, or of the threads of one core',
            value: 'the range that other software and machines span',
            provenance: 'assumed' as const,
            source: 'published fits, and what 84 kinds of work gain from SMT (docs/laws.md)',
          },
        ]
      : []),
  ];
}

/** More workers than this are never planned for. */
function dispatcher({ evidences }: Plan): Assumption[] {
  const fed = evidences.flatMap(({ curves }) => curves.map(({ mostFed }) => mostFed)).filter(Number.isFinite);
  if (fed.length === 0) return [];
  const [least, most] = [Math.min(...fed), Math.max(...fed)];
  return [
    {
      what: 'Workers that one main thread can feed',
      value: least === most ? formatCount(most) : `${formatCount(least)} to ${formatCount(most)}, by setting`,
      provenance: 'extrapolated',
      source: 'the time of a task, and what the main thread took for a chunk',
    },
  ];
}

/** One line for each kind of likeness between what was measured and what is sold. */
function coreSpeeds({ choices }: Plan): Assumption[] {
  const kinds = groupBy(choices, ({ setting }) => setting.coreSpeed.basis);
  return [...kinds].map(([basis, alike]) => {
    const { ratio, provenance } = alike[0]!.setting.coreSpeed;
    if (basis.startsWith('public data')) return publicSpeed(basis, alike);
    return {
      what: `Speed of a core beside a measured one, ${counted(alike.length, 'type')}`,
      value: ratio.low === ratio.high ? 'equal' : `equal, within ${formatInterval(ratio)}`,
      provenance,
      source: basis,
    };
  });
}

/** By how much such predictions may be off: of half of the types less, of half more. */
function publicSpeed(basis: string, alike: Plan['choices']): Assumption {
  const widths = alike.map(({ setting }) => Math.exp(logHalfWidth(setting.perSecond)));
  return {
    what: `Throughput of ${counted(alike.length, 'type')}`,
    value: `as public workloads differ between types, within a factor of ${formatRate(median(widths))}`,
    provenance: alike[0]!.setting.coreSpeed.provenance,
    source: `${basis}, and what was measured (docs/choice.md)`,
  };
}

function memory({ constraints, evidences }: Plan): Assumption[] {
  const given = constraints.memoryPerWorkerMiB;
  const measured = evidences.flatMap(({ curves }) =>
    curves.flatMap((curve) => curve.memoryPerWorkerMiB ?? []),
  );
  if (given === undefined && measured.length === 0) return [];
  const base = Math.max(
    0,
    ...evidences.flatMap(({ curves }) => curves.flatMap((curve) => curve.baseMemoryMiB ?? [])),
  );
  const besides = `${Math.ceil(base) > 0 ? `, ${Math.ceil(base)} MiB for the program around them` : ''} and ${SYSTEM_MEMORY_MIB} MiB for the system`;
  return [
    {
      what: 'Memory of a worker',
      value: `${Math.ceil(given ?? Math.max(...measured))} MiB${given === undefined ? ' at most' : ''}${besides}`,
      provenance: given === undefined ? 'measured here' : 'given',
      source:
        given === undefined
          ? 'what all workers held in any observation, over their number'
          : '--memory-per-worker',
    },
  ];
}

function price({ choices, constraints: { price: other }, catalog }: Plan): Assumption {
  const days = pricesText(choices.map(({ instance }) => instance.asOf));
  return {
    what: 'Prices',
    value:
      other === undefined
        ? 'list prices, Linux, on demand'
        : `${other.name}: ${other.factor} × the list price`,
    provenance: other === undefined ? 'listed' : 'given',
    source: `${days === undefined ? '' : `${days}; `}the catalog was put together on ${catalog.asOf}`,
  };
}

function arrivals({ demand }: Plan): Assumption[] {
  if (demand.kind !== 'arrivals') return [];
  const isRecorded = 'timestampsMs' in demand.arrivals;
  return [
    {
      what: 'Arrivals',
      value: isRecorded ? 'those recorded' : 'Poisson, at an even rate',
      provenance: isRecorded ? 'given' : 'assumed',
      source: isRecorded ? '--arrivals' : 'give those of a real day with --arrivals',
    },
    {
      what: 'Balancer',
      value: balancers[demand.balancer],
      provenance: 'given',
      source: `--balancer ${demand.balancer}`,
    },
    {
      what: 'Task times under load',
      value: 'drawn from the measured ones',
      provenance: 'measured here',
      source: 'discrete-event simulation; the ends of ranges by Allen and Cunneen’s formula',
    },
  ];
}

const balancers = {
  random: 'random: each instance has its own queue and gets tasks by lot',
  'least-busy': 'least-busy: each instance has its own queue, the emptiest gets the task',
  central: 'central: one queue for all instances',
} as const;

function conventions({ constraints: { headroom, spare } }: Plan): Assumption[] {
  return [
    {
      what: 'Fleet',
      value: `instances of one type; ${formatPercent(headroom)} kept free, ${counted(spare, 'spare instance')}`,
      provenance: 'given',
      source: '--headroom, --spare',
    },
    {
      what: 'Time and money',
      value: 'a month has 730 hours; instances are up when work begins; storage and traffic cost nothing',
      provenance: 'a convention',
      source: 'add what yours cost',
    },
  ];
}
