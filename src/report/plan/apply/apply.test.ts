import { describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { hostile } from '../../testing/hostile.js';
import { planFormats } from '../formats.js';
import type { PlanDocument } from '../schema.js';
import { inventPlan } from '../testing/invented.js';

type Given = NonNullable<Parameters<typeof inventPlan>[0]>;

const rendered = (format: string, document: PlanDocument) =>
  String(planFormats.find(({ name }) => name === format)!.render(document)[0]!.content);
const manifests = (given: Given = {}, scenario = 'render farm') =>
  parseAllDocuments(rendered('k8s', { ...inventPlan(given), scenario })).map((document) => {
    expect(document.errors).toEqual([]);
    return document.toJS();
  });
const hcl = (given: Given = {}) => rendered('terraform', inventPlan(given));
const onAws: Given = { instance: { provider: 'aws', region: 'us-east-1' } };

describe('what Kubernetes is to apply', () => {
  it('is a pod of the plan’s workers on each of its machines', () => {
    const [deployment, ...others] = manifests({ ...onAws, constraints: { spare: 1 } });
    expect(others).toEqual([]);
    expect(deployment).toMatchObject({
      kind: 'Deployment',
      metadata: { name: 'render-farm' },
      spec: { replicas: 3, selector: { matchLabels: { 'app.kubernetes.io/name': 'render-farm' } } },
    });
    const { nodeSelector, containers } = deployment.spec.template.spec;
    expect(nodeSelector).toEqual({
      'kubernetes.io/arch': 'amd64',
      'node.kubernetes.io/instance-type': 'cheap',
    });
    expect(containers[0]).toMatchObject({
      image: 'IMAGE',
      env: [{ name: 'WORKERS', value: '8' }],
      // Eight workers of 100 MiB; a tenth of eight vCPUs stays with the node; no quota was measured.
      resources: { requests: { cpu: '7200m', memory: '800Mi' }, limits: { memory: '800Mi' } },
    });
  });

  it('limits the CPU to the quota that was measured to be enough', () => {
    const [deployment] = manifests({ curve: { freeQuotas: new Map([[8, 5.5]]), memoryPerWorkerMiB: null } });
    expect(deployment.spec.template.spec.containers[0].resources).toEqual({
      requests: { cpu: '5500m' },
      limits: { cpu: '5500m' },
    });
    expect(deployment.spec.template.spec.nodeSelector).toEqual({ 'kubernetes.io/arch': 'amd64' });
  });

  it('scales at the load that the headroom leaves', () => {
    const [deployment, scaler] = manifests({ constraints: { headroom: 0.3, spare: 1, maxInstances: 6 } });
    expect(deployment.spec.replicas).toBe(3);
    expect(scaler).toMatchObject({
      kind: 'HorizontalPodAutoscaler',
      spec: {
        scaleTargetRef: { kind: 'Deployment', name: 'render-farm' },
        minReplicas: 2,
        maxReplicas: 6,
        // 70 % of eight busy CPUs, of the 7.2 that are requested.
        metrics: [{ resource: { target: { averageUtilization: 77 } } }],
      },
    });
  });

  it.each([0, 0.05])('does not scale with headroom %d, which a full pod does not show', (headroom) => {
    expect(manifests({ constraints: { headroom } })).toHaveLength(1);
    expect(rendered('k8s', inventPlan({ constraints: { headroom } }))).toContain('# No autoscaler:');
  });

  it('is a Job for a job, with its deadline', () => {
    const demand = { kind: 'job', tasks: 1e6, deadlineMs: 600_500 } as const;
    const [job, ...others] = manifests({ demand, constraints: { headroom: 0.3 } });
    expect(others).toEqual([]);
    expect(job).toMatchObject({
      kind: 'Job',
      spec: { parallelism: 3, completions: 3, completionMode: 'Indexed', activeDeadlineSeconds: 601 },
    });
    expect(job.spec.template.spec.restartPolicy).toBe('Never');
  });

  it('is nothing where nothing is to be bought', () => {
    const unsure: Given = { demand: { kind: 'throughput', perSecond: 100_000 }, offBy: 3 };
    for (const given of [{ constraints: { maxCostPerHour: 0.1 } }, unsure]) {
      const document = inventPlan(given);
      expect(parseAllDocuments(rendered('k8s', document))).toHaveLength(0);
      for (const format of ['k8s', 'terraform']) {
        const lines = rendered(format, document).trim().split('\n');
        expect(lines.filter((line) => !line.startsWith('# '))).toEqual([]);
        expect(lines.at(-1)).toBe('# There is nothing to apply.');
      }
    }
  });

  it.each([
    [hostile, /^[a-z][a-z0-9-]*[a-z0-9]$/],
    ['3d/№', /^d$/],
    ['№', /^work$/],
    ['x'.repeat(80), /^x{40}$/],
  ])('names %j so that Kubernetes takes it', (scenario, name) => {
    const [deployment] = manifests({ ...onAws, name: hostile }, scenario);
    expect(deployment.metadata.name).toMatch(name);
    const { nodeSelector } = deployment.spec.template.spec;
    expect(nodeSelector['node.kubernetes.io/instance-type']).toContain('cheap<script>');
  });
});

describe('what Terraform is to apply', () => {
  it.each([
    ['aws', 'us-east-1', 'instance_type = "cheap"', 'desired_capacity    = 2'],
    ['gcp', 'us-central1', 'machine_type = "cheap"', 'target_size        = 2'],
    ['azure', 'eastus', 'sku                 = "cheap"', 'instances           = 2'],
    ['own', '', 'instance_type  = "cheap"', 'instance_count = 2'],
  ])('of %s has its type and its count', (provider, region, type, count) => {
    const text = hcl({ instance: { provider, region } });
    expect(text).toContain(`  ${type}\n`);
    expect(text).toContain(`  ${count}\n`);
    if (region !== '') expect(text).toContain(`= "${region}"\n`);
    expect(text.match(/\{/g)!.length).toBe(text.match(/\}/g)!.length);
  });

  it('grows between the ends of the autoscaling that was asked for', () => {
    const demand = {
      kind: 'arrivals',
      arrivals: { rate: 1000 },
      p95Ms: 100,
      balancer: 'random',
      seed: 1,
      count: 5_000,
    } as const;
    const constraints = { startupMs: 30_000, minInstances: 1, maxInstances: 5 };
    const text = hcl({ ...onAws, demand, constraints });
    expect(text).toContain('min_size            = 1\n');
    expect(text).toContain('max_size            = 5\n');
  });

  it('lets no name out of its quotes', () => {
    const name = `"\n} ${'$'}{file("/etc/passwd")} %{ for x in y } \u001b \\`;
    const text = hcl({ ...onAws, name });
    const line = text.split('\n').find((each) => each.includes('instance_type ='))!;
    expect(line).toBe('  instance_type = "cheap\\" } $${file(\\"/etc/passwd\\")} %%{ for x in y }   \\\\"');
    expect(text.split('\n').filter((each) => each.startsWith('}'))).toHaveLength(5);
  });
});
