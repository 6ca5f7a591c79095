import type { MetadataService } from './service.js';

const headers = { 'Metadata-Flavor': 'Google' };

export const gcp: MetadataService = {
  provider: 'gcp',
  variable: 'GCE_METADATA_HOST',
  async read(ask) {
    // projects/123/machineTypes/c4-standard-8, projects/123/zones/us-central1-a
    const type = await ask('/computeMetadata/v1/instance/machine-type', { headers });
    const zone = await ask('/computeMetadata/v1/instance/zone', { headers }).catch(() => undefined);
    return { provider: 'gcp', name: lastPart(type), region: zone && lastPart(zone).replace(/-[a-z]$/, '') };
  },
};

function lastPart(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
