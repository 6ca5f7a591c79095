/** An entry of `gcloud compute machine-types list --format json`. */
export const type = (
  name: string,
  guestCpus: number,
  memoryMb: number,
  rest: Record<string, unknown> = {},
) => ({
  architecture: 'X86_64',
  creationTimestamp: '1969-12-31T16:00:00.000-08:00',
  description: `${guestCpus} vCPUs`,
  guestCpus,
  id: '801016',
  imageSpaceGb: 0,
  isSharedCpu: false,
  kind: 'compute#machineType',
  maximumPersistentDisks: 128,
  memoryMb,
  name,
  selfLink: `https://www.googleapis.com/compute/v1/projects/p/zones/us-central1-a/machineTypes/${name}`,
  zone: 'us-central1-a',
  ...rest,
});

/** A SKU of the Cloud Billing catalog. */
export const sku = (description: string, price: number, rest: Record<string, unknown> = {}) => ({
  name: `services/6F81-5844-456A/skus/${description.length}`,
  skuId: `SKU-${description.split(' running')[0]!.replaceAll(' ', '-')}`,
  description,
  category: {
    serviceDisplayName: 'Compute Engine',
    resourceFamily: 'Compute',
    resourceGroup: 'CPU',
    usageType: 'OnDemand',
  },
  serviceRegions: ['us-central1', 'us-east1'],
  pricingInfo: [
    {
      summary: '',
      pricingExpression: {
        usageUnit: / Ram /.test(description) ? 'GiBy.h' : 'h',
        displayQuantity: 1,
        tieredRates: [
          {
            startUsageAmount: 0,
            unitPrice: { currencyCode: 'USD', units: '0', nanos: Math.round(price * 1e9) },
          },
        ],
      },
      currencyConversionRate: 1,
      effectiveTime: '2026-07-20T00:00:00Z',
    },
  ],
  serviceProviderName: 'Google',
  ...rest,
});

export const usage = (usageType: string) => ({
  category: {
    serviceDisplayName: 'Compute Engine',
    resourceFamily: 'Compute',
    resourceGroup: 'CPU',
    usageType,
  },
});

export const SKUS = [
  sku('N4 Instance Core running in Americas', 0.0343),
  sku('N4 Instance Ram running in Americas', 0.0028),
];
export const TYPES = [4, 8, 16].map((vcpus) => type(`n4-standard-${vcpus}`, vcpus, vcpus * 4096));
