import type { MetadataService } from './service.js';

const headers = { Metadata: 'true' };
const field = (name: string) => `/metadata/instance/compute/${name}?api-version=2021-02-01&format=text`;

export const azure: MetadataService = {
  provider: 'azure',
  variable: 'AZURE_POD_IDENTITY_AUTHORITY_HOST',
  async read(ask) {
    const name = await ask(field('vmSize'), { headers });
    const region = await ask(field('location'), { headers }).catch(() => undefined);
    return { provider: 'azure', name, region };
  },
};
