import type { Lane, Observation } from '../../record/index.js';

/**
 * The CPUs that each worker of a case was seen on, ascending, by worker; null where the system does not tell.
 * `pinned`: every worker was, in every observation.
 */
export function placementOf(observations: readonly Observation[]): {
  placement: number[][] | null;
  pinned: boolean;
} {
  const lanes = observations.flatMap((observation) => observation.lanes);
  const pinned = lanes.length > 0 && lanes.every((lane) => lane.pinned !== undefined);
  const workers = Math.max(0, ...observations.map((observation) => observation.lanes.length));
  const placement = Array.from({ length: workers }, (_, worker) =>
    seen(lanes.filter((lane) => lane.worker === worker)),
  );
  const isKnown = placement.some((cpus) => cpus.length > 0);
  return { placement: isKnown ? placement : null, pinned };
}

function seen(lanes: readonly Lane[]): number[] {
  const cpus = lanes.flatMap(({ cpu, cpus: several }) => several ?? cpu ?? []);
  return [...new Set(cpus)].sort((a, b) => a - b);
}
