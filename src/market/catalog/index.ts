export { CATALOG_SCHEMA, type Catalog, catalogSchema, instancesNamed, isNamed } from './catalog.js';
export { type Claim, unknownTypeText } from './claim.js';
export { cpuMaker, cpuModel } from './cpu.js';
export { identify, type PossibleType } from './identify.js';
export {
  type Imported,
  type Importer,
  type ImportRequest,
  importCatalog,
  importers,
  type Remark,
} from './import/index.js';
export { architectures, familyOf, type Instance, labelOf, placesOf } from './instance.js';
export {
  formatPrice,
  OLD_AFTER_DAYS,
  type PriceDoubt,
  priceAge,
  pricePerCore,
  pricePerVcpu,
  STALE_AFTER_DAYS,
} from './price.js';
export { catalogFrom, readCatalog, shippedCatalog } from './read.js';
export { recordedClaim, refuseClaimHere, refuseRecordedClaim } from './recorded-claim.js';
export { writeCatalog } from './rows.js';
export { type Order, orders, type Range, type Selection, selectInstances, sortInstances } from './select.js';
