import type { NeighbourKind } from '../neighbour/index.js';

export type Shape = 'equal' | 'uneven';

/** How many times as fast as serial two workers are, as it is planted. */
export type Gain = 1.9 | 1.2 | 1 | 0.7;
export type Machine = 'quiet' | Extract<NeighbourKind, 'bursts' | 'quarter'>;

/** A job on a machine. */
export interface Cell {
  /** Of serial, s. */
  passS: number;
  shape: Shape;
  gain: Gain;
  machine: Machine;
}

export const gains: readonly Gain[] = [1.9, 1.2, 1, 0.7];
export const machines: readonly Machine[] = ['quiet', 'bursts', 'quarter'];
const shapes: readonly Shape[] = ['equal', 'uneven'];
const PASSES_S = [0.1, 1, 3, 20];
/** Tasks of two microseconds: longer passes would be of millions of them. */
const TINY_PASSES_S = [0.1, 1];

/** Tiny tasks stand for what does not pay. */
export const isTiny = ({ gain }: Cell): boolean => gain < 1;

export const cells: readonly Cell[] = gains.flatMap((gain) =>
  (gain < 1 ? TINY_PASSES_S : PASSES_S).flatMap((passS) =>
    shapes.flatMap((shape) => machines.map((machine): Cell => ({ passS, shape, gain, machine }))),
  ),
);

/** `3s-uneven-1.2x-bursts`: what `--only` looks into, and what folders are called. */
export const cellName = ({ passS, shape, gain, machine }: Cell): string =>
  `${passS}s-${shape}-${gain.toFixed(1)}x-${machine}`;
