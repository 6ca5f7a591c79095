export { CATALOG_SCHEMA, type Catalog, catalogSchema } from './catalog.js';
export { catalogFrom } from './chosen.js';
export { type Claim, unknownTypeText } from './claim.js';
export { cpuMaker, cpuModel } from './cpu-model.js';
export { familyOf } from './family.js';
export { type Candidate, identify } from './identify.js';
export {
  type Imported,
  type Importer,
  type ImportRequest,
  importCatalog,
  importers,
  type Remark,
} from './import/index.js';
export { architectures, type Instance, labelOf, placesOf } from './instance.js';
export { instancesNamed, isNamed } from './names.js';
export { formatPrice, pricePerCore, pricePerVcpu } from './price.js';
export { OLD_AFTER_DAYS, type PriceDoubt, priceAge, STALE_AFTER_DAYS } from './price-age.js';
export { readCatalog } from './read.js';
export { recordedClaim, refuseClaimHere, refuseRecordedClaim } from './recorded-claim.js';
export { type Order, orders, type Range, type Selection, selectInstances, sortInstances } from './select.js';
export { shippedCatalog } from './shipped.js';
export { writeCatalog } from './write.js';
