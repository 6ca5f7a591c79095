import { mean, sum } from '../../../stats/index.js';
import type { Measurements } from '../../analysis/index.js';

type Samples = Measurements['samples'];

/** What the rounds so far say of one setting. */
export interface Standing {
  id: string;
  /** Mean logarithm of its throughput, freed of what made whole rounds faster or slower. */
  value: number;
  /** Rounds that it rests on. */
  rounds: number;
  /** Other load disturbed every one of them. */
  isDisturbed: boolean;
}

export interface Effects {
  /** Best first; without those that were not measured yet. */
  standings: Standing[];
  /** Standard deviation of the logarithm of one throughput around the mean of its setting and that of its round. */
  noise: number;
}

/**
 * What a throughput is assumed to be off by, as a fraction: while no round tells, after that, and one that other load
 * disturbed. It counts as so many residuals. Too little at first would leave the best behind on a noisy machine; too
 * much costs one more visit of what is a little behind.
 */
const ASSUMED = { unknown: 0.06, noise: 0.03, disturbed: 0.15, weight: 3 };
const SWEEPS = 100;
const CONVERGED = 1e-10;

interface Cell {
  id: string;
  round: number;
  log: number;
}

/**
 * Settings and rounds as an additive model of log throughput, by least squares (alternating projections: the settings
 * left behind leave holes in the table). Disturbed throughputs count only of a setting that has no other.
 */
export function effectsOf(samples: Samples, ids: readonly string[]): Effects {
  const own = ids.map((id) => ({ id, ...cellsOf(samples, id) })).filter(({ cells }) => cells.length > 0);
  const repeated = own.filter(({ cells }) => cells.length > 1);
  const rounds = roundEffects(repeated.map(({ cells }) => cells));
  const effect = (round: number) => rounds.get(round) ?? 0;
  const standings = own.map(({ id, cells, isDisturbed }) => ({
    id,
    value: mean(cells.map(({ round, log }) => log - effect(round))),
    rounds: cells.length,
    isDisturbed,
  }));
  const residuals = repeated.flatMap(({ id, cells }) => {
    const { value } = standings.find((one) => one.id === id)!;
    return cells.map(({ round, log }) => log - effect(round) - value);
  });
  const freedom = Math.max(0, residuals.length - repeated.length - Math.max(0, rounds.size - 1));
  const { weight } = ASSUMED;
  const squares = sum(residuals.map((residual) => residual ** 2));
  const undisturbed = freedom === 0 ? ASSUMED.unknown : ASSUMED.noise;
  const assumed = standings.map(({ isDisturbed }) => (isDisturbed ? ASSUMED.disturbed : undisturbed) ** 2);
  return {
    standings: standings.sort((a, b) => b.value - a.value),
    noise: Math.sqrt((weight * mean(assumed) + squares) / (weight + freedom)),
  };
}

function cellsOf(samples: Samples, id: string): { cells: Cell[]; isDisturbed: boolean } {
  const usable = [...(samples.get(id)?.values() ?? [])].filter(({ throughput }) => throughput > 0);
  const undisturbed = usable.filter(({ disturbed }) => !disturbed);
  const isDisturbed = undisturbed.length === 0;
  const cells = (isDisturbed ? usable : undisturbed).map(({ round, throughput }) => ({
    id,
    round,
    log: Math.log(throughput),
  }));
  return { cells, isDisturbed };
}

/** A setting of one round says nothing of it. */
function roundEffects(settings: readonly (readonly Cell[])[]): Map<number, number> {
  const cells = settings.flat();
  const effects = new Map(cells.map(({ round }) => [round, 0]));
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    const values = new Map(
      settings.map((own) => [own[0]!.id, mean(own.map(({ round, log }) => log - effects.get(round)!))]),
    );
    let moved = 0;
    for (const [round, before] of effects) {
      const there = cells.filter((cell) => cell.round === round);
      const after = mean(there.map(({ id, log }) => log - values.get(id)!));
      moved = Math.max(moved, Math.abs(after - before));
      effects.set(round, after);
    }
    if (moved < CONVERGED) break;
  }
  return effects;
}
