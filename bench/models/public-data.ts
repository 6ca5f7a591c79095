import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ScalingPoint } from '../../src/insight/scaling/index.js';
import { packageRoot } from '../../src/own-package.js';

/** Each file begins with a line on its source and licence; the others are one entry each. */
function entriesOf<T>(name: string): T[] {
  const lines = readFileSync(join(packageRoot, 'bench/models/data', `${name}.jsonl`), 'utf8')
    .trim()
    .split('\n');
  return lines.slice(1).map((line) => JSON.parse(line) as T);
}

type Pair = readonly [workers: number, value: number];

/** A cloud instance, core by core. */
export interface CloudCurve {
  id: string;
  vcpus: number;
  threadsPerCore: number;
  points: readonly Pair[];
}

/** A table of measured software. */
export interface ScalingTable {
  id: string;
  kind: 'throughput' | 'time';
  points: readonly Pair[];
}

/** A published fit of the USL. */
export interface PublishedFit {
  id: string;
  points: readonly Pair[];
  alpha: number;
  beta: number;
  gamma?: number;
  peakWorkers?: number;
  peakThroughput?: number;
  residuals?: readonly number[];
}

/** Throughput of all logical CPUs ÷ that of one ÷ physical cores, by kind of work. */
export interface YieldOfWork {
  id: string;
  smt: { p50: number };
}

export const cloudCurves = () => entriesOf<CloudCurve>('cloud-scaling-curves');
export const scalingTables = () => entriesOf<ScalingTable>('scaling-tables');
export const publishedFits = () => entriesOf<PublishedFit>('published-usl-fits');
export const yields = () => entriesOf<YieldOfWork>('smt-yield');

export function asPoints(pairs: readonly Pair[], kind: ScalingTable['kind'] = 'throughput'): ScalingPoint[] {
  return pairs.map(([workers, value]) => ({ workers, throughput: kind === 'time' ? 1 / value : value }));
}
