import { existsSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { inventRecord } from '../../insight/testing/invented-record.js';
import { readRecord } from '../../record/index.js';
import { saveRecord } from '../../testing/sample-record.js';
import { temporaryFolder } from '../../testing/temporary-folder.js';
import { corewiseHere } from '../testing/command-here.js';

const folder = temporaryFolder();
const tiny = [
  'run',
  './work.mjs',
  '--engine',
  'fake',
  '--workers',
  '1',
  '--rounds',
  '1',
  '--format',
  'json',
  '--json',
];
writeFileSync(
  join(folder, 'work.mjs'),
  `export default {
    name: 'work', description: 'Works.', params: {}, tasks: () => [1, 2], run: (task) => task, cost: () => 10,
  };`,
);

const recorded = async (out: string) => (await readRecord(join(folder, out))).header.host.instanceType;

describe('--instance-type', () => {
  it('reaches the record and the report', async () => {
    const args = [...tiny, '--quiet', '--instance-type', 'c7i.2xlarge', '--out', 'named'];
    const { code, stdout, stderr } = await corewiseHere(args, folder);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(await recorded('named')).toBe('c7i.2xlarge');
    expect(JSON.parse(stdout).host.instanceType).toBe('c7i.2xlarge');
  });

  it('is recorded as given where the catalog does not know it, with the names near it', async () => {
    const { code, stderr } = await corewiseHere(
      [...tiny, '--instance-type', 'c7i.2xlage', '--out', 'odd'],
      folder,
    );
    expect(code).toBe(0);
    expect(stderr).toContain('"c7i.2xlage" is not in the catalog');
    expect(stderr).toContain('c7i.2xlarge');
    expect(await recorded('odd')).toBe('c7i.2xlage');
  });

  it('that this machine cannot be is refused before anything is measured or written', async () => {
    const other = process.arch === 'arm64' ? 'c7i.48xlarge' : 'c8g.48xlarge';
    const args = ['run', './work.mjs', '--workers', '1', '--out', 'refused', '--instance-type', other];
    const { code, stderr } = await corewiseHere(args, folder);
    expect(code).toBe(2);
    expect(stderr).toMatch(
      new RegExp(`This machine has \\d+ CPUs?.*; ${other} has 192 .*name the type you are on\\.\n$`),
    );
    expect(existsSync(join(folder, 'refused'))).toBe(false);
  });

  it.each([['compare'], ['plan', '--throughput', '500/s']])(
    'that the measured machine cannot be is refused by %s',
    async (command, ...options) => {
      const host = { physicalCores: 2, cpu: 'AMD EPYC', instanceType: 'c8g.48xlarge' };
      const cases = [
        { engine: 'serial', wallMs: 1200 },
        { engine: 'threads', workers: 1, wallMs: 1200 },
        { engine: 'threads', workers: 2, wallMs: 600 },
      ];
      saveRecord(join(folder, 'record.jsonl'), inventRecord({ host, cases }));
      const { code, stderr } = await corewiseHere([command, 'record.jsonl', ...options], folder);
      expect(code).toBe(2);
      expect(stderr).toContain(
        'The machine of record.jsonl has 2 CPUs (x64, AMD EPYC); c8g.48xlarge has 192 (arm64).',
      );
    },
  );

  it('and --detect-instance are two answers to one question', async () => {
    const { code, stderr } = await corewiseHere(
      [...tiny, '--instance-type', 'c7i.2xlarge', '--detect-instance'],
      folder,
    );
    expect(code).toBe(2);
    expect(stderr).toContain("'--detect-instance' cannot be used with option '--instance-type <name>'");
  });
});

describe('the metadata service', () => {
  let service: Server;
  const asked: string[] = [];
  const environment = () => {
    const address = `127.0.0.1:${(service.address() as AddressInfo).port}`;
    return {
      GCE_METADATA_HOST: address,
      AWS_EC2_METADATA_SERVICE_ENDPOINT: `http://${address}`,
      AZURE_POD_IDENTITY_AUTHORITY_HOST: `http://${address}`,
    };
  };
  async function inCloud(args: readonly string[]) {
    for (const [name, value] of Object.entries(environment())) vi.stubEnv(name, value);
    try {
      return await corewiseHere(args, folder);
    } finally {
      vi.unstubAllEnvs();
    }
  }

  beforeAll(async () => {
    service = createServer(({ url = '', headers }, response) => {
      asked.push(url);
      const isType = headers['metadata-flavor'] === 'Google' && url.endsWith('/machine-type');
      response.writeHead(isType ? 200 : 404).end(isType ? 'projects/1/machineTypes/c4-standard-8' : '');
    });
    await new Promise<void>((resolve) => service.listen(0, '127.0.0.1', resolve));
  });
  afterAll(() => {
    service.closeAllConnections();
    service.close();
  });

  it('is never asked by default', async () => {
    await inCloud([...tiny, '--out', 'silent']);
    await inCloud(['host', '--json']);
    expect(asked).toEqual([]);
    expect(await recorded('silent')).toBeUndefined();
  });

  it('names the machine for a run that asks it to', async () => {
    const { code, stderr } = await inCloud([...tiny, '--detect-instance', '--out', 'detected']);
    expect(code).toBe(0);
    expect(stderr).toContain('The metadata service of gcp says: c4-standard-8.');
    expect(await recorded('detected')).toBe('c4-standard-8');
  });

  it('and for corewise host', async () => {
    const { stdout } = await inCloud(['host', '--detect-instance', '--json']);
    expect(JSON.parse(stdout).detected).toEqual({ provider: 'gcp', name: 'c4-standard-8' });
  });
});
