import { basename } from 'node:path';
import { z } from 'zod';
import {
  doubted,
  fitScaling,
  laws,
  type ScalingFit,
  type ScalingMachine,
} from '../../insight/scaling/index.js';
import type { MeasuredCurve } from '../../readers/index.js';
import { formatPercent, formatRate } from '../../stats/index.js';
import { describeFit } from '../laws/describe.js';
import { describedFitSchema } from '../laws/schema.js';
import { isOfTimes } from '../laws/words.js';

export const FIT_SCHEMA = 'corewise/fit/1';

/** A curve of the file with its law. */
const curveSchema = z.object({
  /** What the file calls it. */
  name: z.string(),
  /** How throughput was made from what the file says. */
  basis: z.string(),
  /** Of the law; null where none is named. */
  formula: z.string().nullable(),
  ...describedFitSchema.shape,
});

/** fit.json: the curves of a file of measurements, in its order, each with its law and what it predicts. */
export const fitDocumentSchema = z.object({
  schema: z.literal(FIT_SCHEMA),
  file: z.string(),
  /** Of the file: `csv`, `hyperfine`. */
  format: z.string(),
  /** What was asked, to do it again. */
  command: z.string(),
  versions: z.record(z.string(), z.string()),
  curves: z.array(curveSchema),
});

export type FitDocument = z.infer<typeof fitDocumentSchema>;
export type FittedCurve = FitDocument['curves'][number];

/** What a fit document is made of. */
export interface FitRequest {
  /** As it was named by the user. */
  file: string;
  format: string;
  curves: readonly MeasuredCurve[];
  /** What the user says of the machine; it goes before what the file says. */
  machine: ScalingMachine;
  /** Worker counts to predict; 2, 4 and 8 times the largest measured one where there are none. */
  counts: readonly number[];
  command: string;
  versions: Record<string, string>;
}

/** Every curve with its law. Throws UsageError for a machine with fewer logical CPUs than cores. */
export function buildFitDocument({ curves, machine, counts, ...document }: FitRequest): FitDocument {
  return {
    schema: FIT_SCHEMA,
    ...document,
    curves: curves.map((curve) => fittedCurve(curve, machine, counts, basename(document.file))),
  };
}

/** So many times the largest measured count. */
const TIMES = [2, 4, 8];

function fittedCurve(
  curve: MeasuredCurve,
  asked: ScalingMachine,
  counts: readonly number[],
  file: string,
): FittedCurve {
  const { points, unit, ceiling, basis, doubts } = curve;
  const machine = machineOf(curve.machine, asked);
  const fit = fitOf(curve, machine, asked);
  const largest = points.at(-1)!.workers;
  const described = describeFit({
    fit,
    points: points.map(({ samples: _, ...point }) => point),
    counts: counts.length > 0 ? counts : TIMES.map((times) => times * largest),
    unit,
    machine,
    ...(ceiling && { ceiling }),
  });
  const law = Object.values(laws).find(({ name }) => name === fit.law);
  return {
    name: curve.name || file,
    basis,
    formula: law?.formula ?? null,
    ...described,
    warnings: [...implausible(points, unit), ...described.warnings, ...doubts],
  };
}

/** A file tells of the machine that wrote it, which need not be the one that the user means. */
function machineOf(told: ScalingMachine, asked: ScalingMachine): ScalingMachine {
  const { logicalCores, ...rest } = told;
  const isContradicted = logicalCores !== undefined && logicalCores < (asked.physicalCores ?? 0);
  return { ...(isContradicted ? rest : told), ...asked };
}

function fitOf(
  { fitted, points }: MeasuredCurve,
  machine: ScalingMachine,
  asked: ScalingMachine,
): ScalingFit {
  const isAsked = Object.keys(asked).length > 0;
  if (fitted !== undefined && !isAsked) return fitted;
  const ofSamples = fitted?.doubts.filter(({ kind }) => kind === 'two-clusters') ?? [];
  return doubted(fitScaling(points, machine), ofSamples);
}

type Points = MeasuredCurve['points'];

/** Throughputs that differ by less are equal: only a clock makes work of any size take the same time. */
const EQUAL = 0.005;
/** About a clock cycle, and no work is done in one. */
const CYCLE_SECONDS = 0.5e-9;

/** What one of them is, where each is some work; an item may be a byte, of which a cycle moves many. */
const pieceOf: Readonly<Record<string, string>> = {
  'runs/s': 'A run',
  'iterations/s': 'An iteration',
  'ops/s': 'An operation',
  'calls/s': 'A call',
  'tasks/s': 'A task',
};

/** What makes figures of a file no measurements of work, as sentences. */
function implausible(points: Points, unit: string): string[] {
  return [...equalAtAllCounts(points, unit), ...withinCycle(points, unit)];
}

function equalAtAllCounts(points: Points, unit: string): string[] {
  const throughputs = points.map(({ throughput }) => throughput);
  const spread = Math.max(...throughputs) / Math.min(...throughputs) - 1;
  if (points.length < 2 || spread > EQUAL) return [];
  const within = spread < 1e-9 ? '' : `, within ${formatPercent(Math.max(spread, 0.001))}`;
  return [
    isOfTimes({ unit })
      ? `Every count took the same time${within}: the tool ran for a fixed time, or its work grew with the workers, so 1 ÷ time is not a throughput. Fit the work it did in that time instead.`
      : `Every count has the same throughput${within}: something other than the workers sets the pace, such as a rate limit or one lock.`,
  ];
}

function withinCycle(points: Points, unit: string): string[] {
  const piece = pieceOf[unit];
  const seconds = Math.min(...points.map(({ workers, throughput }) => workers / throughput));
  if (piece === undefined || seconds > CYCLE_SECONDS) return [];
  return [
    `${piece} takes ${formatRate(seconds * 1e9)} ns in one worker, no more than about a clock cycle: the work was optimised away, or the unit of time is another.`,
  ];
}
