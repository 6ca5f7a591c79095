import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { detectInstance } from './detect.js';

type Reply = (request: IncomingMessage) => string | undefined;

const servers: Server[] = [];

afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

/** A metadata service on the loopback; undefined is a 404, and what it was asked stands in `asked`. */
async function serve(reply: Reply): Promise<{ address: string; asked: string[] }> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    const text = reply(request);
    response.writeHead(text === undefined ? 404 : 200, { 'content-type': 'text/plain' });
    response.end(text ?? '<html><body>not here</body></html>');
  });
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}

/** All three clouds at one address, as on a real machine. */
const everywhere = (address: string) => ({ aws: address, azure: address, gcp: address });

const aws: Reply = ({ method, url, headers }) => {
  if (method === 'PUT' && url === '/latest/api/token' && headers['x-aws-ec2-metadata-token-ttl-seconds'])
    return 'AQAAAtoken==';
  if (headers['x-aws-ec2-metadata-token'] !== 'AQAAAtoken==') return undefined;
  if (url === '/latest/meta-data/instance-type') return 'c7i.2xlarge';
  return url === '/latest/meta-data/placement/region' ? 'us-east-1' : undefined;
};

const azure: Reply = ({ url, headers }) => {
  if (headers.metadata !== 'true') return undefined;
  if (url?.startsWith('/metadata/instance/compute/vmSize?api-version=')) return 'Standard_D8s_v6';
  return url?.startsWith('/metadata/instance/compute/location?api-version=') ? 'eastus' : undefined;
};

const gcp: Reply = ({ url, headers }) => {
  if (headers['metadata-flavor'] !== 'Google') return undefined;
  if (url === '/computeMetadata/v1/instance/machine-type') return 'projects/12/machineTypes/c4-standard-8';
  return url === '/computeMetadata/v1/instance/zone' ? 'projects/12/zones/us-central1-a' : undefined;
};

describe('the metadata service', () => {
  it.each([
    ['AWS', aws, { provider: 'aws', name: 'c7i.2xlarge', region: 'us-east-1' }],
    ['Azure', azure, { provider: 'azure', name: 'Standard_D8s_v6', region: 'eastus' }],
    ['Google Cloud', gcp, { provider: 'gcp', name: 'c4-standard-8', region: 'us-central1' }],
  ])('of %s names the machine and its region', async (_, reply, found) => {
    const { address } = await serve(reply);
    expect(await detectInstance({ addresses: everywhere(address) })).toEqual(found);
  });

  it('of AWS is asked by its second version: with a token', async () => {
    const { address, asked } = await serve(aws);
    const nowhere = 'http://127.0.0.1:1';
    await detectInstance({ addresses: { aws: address, azure: nowhere, gcp: nowhere } });
    expect(asked[0]).toBe('PUT /latest/api/token');
  });

  it('that does not tell the region still names the machine', async () => {
    const { address } = await serve((request) =>
      request.url?.includes('region') ? undefined : aws(request),
    );
    expect(await detectInstance({ addresses: everywhere(address) })).toMatchObject({ name: 'c7i.2xlarge' });
  });

  it.each<[string, Reply]>([
    ['knows nothing', () => undefined],
    ['answers with a page', () => '<html><title>Log in</title></html>'],
    ['answers without end', () => 'x'.repeat(100_000)],
    ['answers nothing', () => ''],
  ])('that %s is none', async (_, reply) => {
    const { address } = await serve(reply);
    expect(await detectInstance({ addresses: everywhere(address) })).toBeUndefined();
  });

  it('that nobody runs is none', async () => {
    expect(await detectInstance({ addresses: everywhere('http://127.0.0.1:1') })).toBeUndefined();
  });

  it('that does not answer is given up', async () => {
    const silent = createServer(() => undefined);
    servers.push(silent);
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const address = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`;
    expect(await detectInstance({ timeoutMs: 50, addresses: everywhere(address) })).toBeUndefined();
  });
});
