/** An entry of `aws ec2 describe-instance-types`. */
export const type = (name: string, vcpus: number, { threads = 2 as number | null, ...rest } = {}) => ({
  InstanceType: name,
  CurrentGeneration: true,
  BareMetal: false,
  Hypervisor: 'nitro',
  ProcessorInfo: {
    SupportedArchitectures: ['x86_64'],
    SustainedClockSpeedInGhz: 3.2,
    Manufacturer: 'Intel',
  },
  VCpuInfo: {
    DefaultVCpus: vcpus,
    ...(threads && { DefaultCores: vcpus / threads, DefaultThreadsPerCore: threads }),
  },
  MemoryInfo: { SizeInMiB: vcpus * 2048 },
  BurstablePerformanceSupported: false,
  ...rest,
});

export interface Product {
  sku: string;
  type: string;
  price?: string;
  currency?: string;
  attributes?: Record<string, string>;
}

export const attributesOf = ({ type, attributes }: Product) => ({
  servicecode: 'AmazonEC2',
  location: 'US East (N. Virginia)',
  locationType: 'AWS Region',
  instanceType: type,
  vcpu: '8',
  memory: '16 GiB',
  physicalProcessor: 'Intel Xeon',
  tenancy: 'Shared',
  operatingSystem: 'Linux',
  licenseModel: 'No License required',
  capacitystatus: 'Used',
  marketoption: 'OnDemand',
  preInstalledSw: 'NA',
  regionCode: 'us-east-1',
  ...attributes,
});

export const termOf = ({ sku, price = '0.1', currency = 'USD' }: Product, term: string) => ({
  [`${sku}.${term}`]: {
    offerTermCode: term,
    sku,
    effectiveDate: '2026-07-01T00:00:00Z',
    priceDimensions: {
      [`${sku}.${term}.6YS6EN2CT7`]: {
        rateCode: `${sku}.${term}.6YS6EN2CT7`,
        description: 'per On Demand Linux Instance Hour',
        beginRange: '0',
        endRange: 'Inf',
        unit: 'Hrs',
        pricePerUnit: { [currency]: price },
        appliesTo: [],
      },
    },
    termAttributes: {},
  },
});

/** A price list of AmazonEC2, in the order in which it is published. */
export const priceList = (products: readonly Product[]) => ({
  formatVersion: 'v1.0',
  disclaimer: 'This pricing list is for informational purposes only.',
  offerCode: 'AmazonEC2',
  version: '20260701000000',
  publicationDate: '2026-07-01T08:00:00Z',
  products: {
    VOLUME: { sku: 'VOLUME', productFamily: 'Storage', attributes: { volumeApiName: 'gp3' } },
    ...Object.fromEntries(
      products.map((product) => [
        product.sku,
        { sku: product.sku, productFamily: 'Compute Instance', attributes: attributesOf(product) },
      ]),
    ),
  },
  terms: {
    OnDemand: Object.fromEntries(products.map((product) => [product.sku, termOf(product, 'JRTCKXETXF')])),
    Reserved: Object.fromEntries(
      products.map((product) => [product.sku, termOf({ ...product, price: '0.01' }, '38NPMPTW36')]),
    ),
  },
});

export const C7I = [type('c7i.large', 2), type('c7i.xlarge', 4), type('c7i.2xlarge', 8)];
export const PRICED: Product[] = [
  { sku: 'A', type: 'c7i.large', price: '0.0892400000' },
  { sku: 'B', type: 'c7i.xlarge', price: '0.1785000000' },
  { sku: 'C', type: 'c7i.2xlarge', price: '0.3570000000' },
];
