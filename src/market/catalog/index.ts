export { type Catalog, catalogSchema, instancesNamed, isNamed } from './catalog.js';
export { type Claim, recordedClaim, refuseClaimHere, refuseRecordedClaim, unknownTypeText } from './claim.js';
export { cpuMaker, cpuModel, makerOf } from './cpu.js';
export { identify, type PossibleType } from './identify.js';
export {
  type Imported,
  type Importer,
  type ImportRequest,
  importCatalog,
  importers,
  type Remark,
} from './import/index.js';
export { familyOf, type Instance, labelOf, placesOf } from './instance.js';
export { formatPrice, type PriceDoubt, priceAge, pricePerCore, pricePerVcpu } from './price.js';
export { catalogFrom } from './read.js';
export { writeCatalog } from './rows.js';
export { orders, type Range, type Selection, selectInstances, sortInstances } from './select.js';
export { shippedCatalog, shippedRunners } from './shipped.js';
