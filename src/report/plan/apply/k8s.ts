import { nameWorkers } from '../../../insight/analysis/index.js';
import { formatCores } from '../../../stats/index.js';
import { plain } from '../../document/table.js';
import type { PlanDocument } from '../schema.js';
import { type Fleet, fleetOf, headOf, nothingToApply } from './fleet.js';

/**
 * Manifests of the first choice: a Job for a job, else a Deployment and, where the plan leaves headroom, its
 * autoscaler. A pod is an instance of the plan, alone on its node. The image is the user's to fill in.
 */
export function kubernetes(document: PlanDocument): string {
  const fleet = fleetOf(document);
  if (fleet === undefined) return nothingToApply(document);
  const scaler = autoscaler(fleet, document);
  const manifests = [workload(fleet, document), ...(scaler ? [scaler] : [])];
  return `${headOf(document, notesOf(fleet, document, scaler !== undefined))}${manifests
    .map((manifest) => yaml(manifest).trimStart())
    .join('\n---\n')}\n`;
}

/** What a node keeps for its system, with room for what runs on every node. */
const LEFT_OF_NODE = 0.9;

/** CPUs that the workers of a pod keep busy. */
function busyCpus({ choice: { workers, vcpus, cpuQuota } }: Fleet): number {
  return Math.min(workers, vcpus, cpuQuota ?? Number.POSITIVE_INFINITY);
}

/** CPUs that a pod asks for, so that a node of the type can give them. */
function requestedCpus(fleet: Fleet): number {
  return Math.floor(1000 * Math.min(busyCpus(fleet), LEFT_OF_NODE * fleet.choice.vcpus)) / 1000;
}

function workload(fleet: Fleet, document: PlanDocument): Yaml {
  const { name, instances } = fleet;
  const { demand, constraints } = document;
  const metadata = { name, labels: labelsOf(name) };
  const template = (more: Record<string, Yaml>) => ({
    metadata: { labels: labelsOf(name) },
    spec: { ...podOf(fleet), ...more },
  });
  if (demand.kind !== 'job')
    return {
      ...{ apiVersion: 'apps/v1', kind: 'Deployment', metadata },
      spec: { replicas: instances, selector: { matchLabels: labelsOf(name) }, template: template({}) },
    };
  const pods = instances - constraints.spare;
  return {
    ...{ apiVersion: 'batch/v1', kind: 'Job', metadata },
    spec: {
      ...{ completions: pods, parallelism: pods, completionMode: 'Indexed' },
      activeDeadlineSeconds: Math.ceil(demand.deadlineMs / 1000),
      template: template({ restartPolicy: 'Never' }),
    },
  };
}

const labelsOf = (name: string) => ({ 'app.kubernetes.io/name': name });

const CLOUDS = ['aws', 'azure', 'gcp'];
const architectures = new Map([
  ['x86_64', 'amd64'],
  ['arm64', 'arm64'],
]);

function podOf(fleet: Fleet): Record<string, Yaml> {
  const { choice, name } = fleet;
  const architecture = architectures.get(choice.architecture);
  return {
    nodeSelector: {
      ...(architecture !== undefined && { 'kubernetes.io/arch': architecture }),
      ...(CLOUDS.includes(choice.provider) && { 'node.kubernetes.io/instance-type': choice.instance }),
    },
    affinity: {
      podAntiAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: [
          { topologyKey: 'kubernetes.io/hostname', labelSelector: { matchLabels: labelsOf(name) } },
        ],
      },
    },
    containers: [
      {
        name,
        image: 'IMAGE',
        env: [{ name: 'WORKERS', value: String(choice.workers) }],
        resources: resourcesOf(fleet),
      },
    ],
  };
}

function resourcesOf(fleet: Fleet): Yaml {
  const { cpuQuota, memoryMiB } = fleet.choice;
  const memory = memoryMiB === undefined ? {} : { memory: `${Math.ceil(memoryMiB)}Mi` };
  const limits = { ...(cpuQuota !== undefined && { cpu: cpus(cpuQuota) }), ...memory };
  return {
    requests: { cpu: cpus(requestedCpus(fleet)), ...memory },
    ...(Object.keys(limits).length > 0 && { limits }),
  };
}

const cpus = (count: number) => `${Math.round(1000 * count)}m`;

/** Kubernetes scales once the load is a tenth off its target. */
const TOLERANCE = 0.1;

/** Pods at full load look no different from pods that fall behind, unless some headroom tells them apart. */
function hasRoomToScale({ constraints: { headroom }, demand: { kind } }: PlanDocument): boolean {
  return (kind === 'throughput' || kind === 'arrivals') && (1 - headroom) * (1 + TOLERANCE) < 1;
}

function autoscaler(fleet: Fleet, document: PlanDocument): Yaml | undefined {
  if (!hasRoomToScale(document)) return undefined;
  const { name, least, most } = fleet;
  return {
    ...{ apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler' },
    metadata: { name, labels: labelsOf(name) },
    spec: {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name },
      ...{ minReplicas: least, maxReplicas: most },
      metrics: [
        {
          type: 'Resource',
          resource: {
            name: 'cpu',
            target: { type: 'Utilization', averageUtilization: targetPercent(fleet, document) },
          },
        },
      ],
    },
  };
}

/** Of what a pod requests: the share of its busy CPUs that the headroom leaves. */
function targetPercent(fleet: Fleet, { constraints: { headroom } }: PlanDocument): number {
  return Math.floor((100 * (1 - headroom) * busyCpus(fleet)) / requestedCpus(fleet) + 1e-9);
}

function notesOf(fleet: Fleet, document: PlanDocument, isScaled: boolean): string[] {
  const { workers, engine, cpuQuota, memoryMiB } = fleet.choice;
  const who = nameWorkers({ engine, workers });
  const { kind } = document.demand;
  return [
    `Put your image in the place of IMAGE; WORKERS tells it to start ${who}.`,
    'A node keeps some CPU for its system: a pod requests at most 90 % of the type’s vCPUs.',
    cpuQuota === undefined
      ? `No CPU limit: no quota was measured that lets ${who} run freely (corewise run --cpu-quota).`
      : `CPU limit: ${formatCores(cpuQuota)} is the smallest measured that lets ${who} run freely.`,
    memoryMiB === undefined
      ? 'No memory: it was not measured. Set requests.memory and limits.memory.'
      : 'Memory: the peak of the tasks that ran; add what your largest task needs beyond them.',
    ...(isScaled || kind === 'job' || kind === 'programs'
      ? []
      : ['No autoscaler: without headroom a full pod looks like an overloaded one (--headroom 20%).']),
  ];
}

type Yaml = string | number | boolean | readonly Yaml[] | { readonly [key: string]: Yaml };

/** Block style; every text is quoted as JSON does, which YAML reads the same. */
function yaml(value: Yaml, indent = 0): string {
  if (typeof value === 'string') return quoted(value);
  if (typeof value !== 'object') return String(value);
  const before = ' '.repeat(indent);
  if (Array.isArray(value))
    return value.map((item) => `\n${before}- ${yaml(item, indent + 2).trimStart()}`).join('');
  return Object.entries(value)
    .map(([key, item]) => {
      const text = yaml(item as Yaml, indent + 2);
      return `\n${before}${key}:${text.startsWith('\n') ? text : ` ${text}`}`;
    })
    .join('');
}

function quoted(text: string): string {
  return JSON.stringify(plain(text));
}
