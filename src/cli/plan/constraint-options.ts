import { type Command, Option } from 'commander';
import type { Constraints } from '../../market/plan/index.js';
import { parseArchitecture, parseDuration, parseWholeNumber } from '../options.js';
import {
  parseCertainty,
  parseCost,
  parseMemory,
  parsePrice,
  parseQuantity,
  parseShare,
} from './quantities.js';

export interface ConstraintOptions {
  memoryPerWorker?: number;
  maxCost?: number;
  provider?: string;
  arch?: string;
  maxInstances?: number;
  minInstances: number;
  startup?: number;
  headroom: number;
  spare: number;
  certainty: number;
  price?: { name: string; factor: number };
}

/** Twenty purchases bring one that is not enough. */
export const DEFAULT_CERTAINTY = 0.95;

export function addConstraintOptions(command: Command): Command {
  return command
    .option('--memory-per-worker <size>', '300MiB, 1.5GiB (default: as measured)', parseMemory)
    .option('--max-cost <cost>', 'for all instances together: 2/h, 1500/month', parseCost)
    .option('--provider <name>', 'aws, azure, gcp, or one of your catalog')
    .option('--arch <name>', 'x86_64 or arm64', parseArchitecture)
    .option('--max-instances <count>', 'at most this many instances', parseQuantity)
    .option('--min-instances <count>', 'at least this many instances', parseQuantity, 1)
    .option(
      '--startup <time>',
      'how long an instance takes to start, such as 90s: also try autoscaling between --min-instances and --max-instances',
      parseDuration,
    )
    .option('--headroom <share>', 'share of the capacity that stays free: 20%', parseShare, 0)
    .option('--spare <count>', 'instances that may fail', parseWholeNumber, 0)
    .addOption(
      new Option('--certainty <share>', 'how sure to be that the instances are enough: 50%, 95%, 99%')
        .argParser(parseCertainty)
        .default(DEFAULT_CERTAINTY, '95%'),
    )
    .option('--price <name=factor>', 'another price, as a share of the list price: spot=0.35', parsePrice);
}

export function constraintsFrom(options: ConstraintOptions): Constraints {
  const {
    memoryPerWorker,
    maxCost,
    arch,
    provider,
    maxInstances,
    price,
    minInstances,
    headroom,
    spare,
    certainty,
    startup,
  } = options;
  return {
    ...{ minInstances, headroom, spare, certainty },
    ...(memoryPerWorker !== undefined && { memoryPerWorkerMiB: memoryPerWorker }),
    ...(maxCost !== undefined && { maxCostPerHour: maxCost }),
    ...(provider !== undefined && { provider }),
    ...(arch !== undefined && { architecture: arch }),
    ...(maxInstances !== undefined && { maxInstances }),
    ...(startup !== undefined && { startupMs: startup }),
    ...(price !== undefined && { price }),
  };
}
