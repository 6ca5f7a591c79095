import type { MetadataService } from './service.js';

/** IMDSv2: a token first, by PUT; what asks without one gets nothing. */
export const aws: MetadataService = {
  provider: 'aws',
  variable: 'AWS_EC2_METADATA_SERVICE_ENDPOINT',
  async read(ask) {
    const token = await ask('/latest/api/token', {
      method: 'PUT',
      headers: { 'X-aws-ec2-metadata-token-ttl-seconds': '60' },
    });
    const headers = { 'X-aws-ec2-metadata-token': token };
    const name = await ask('/latest/meta-data/instance-type', { headers });
    const region = await ask('/latest/meta-data/placement/region', { headers }).catch(() => undefined);
    return { provider: 'aws', name, region };
  },
};
