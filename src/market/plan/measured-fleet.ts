import { mostWorkers } from './memory.js';
import type { MeasuredFleet } from './plan.js';
import type { Shop } from './shop.js';

/** The fewest machines like the measured one, at a count that was measured; null where none would do. */
export function measuredFleet({ evidences, demand, sizing, constraints }: Shop): MeasuredFleet | null {
  const [evidence] = evidences;
  const curves = demand.kind === 'programs' ? evidence!.isolated : evidence!.curves;
  const fleets = curves.flatMap((curve) => {
    const most = mostWorkers(evidence!.machine, curve, constraints);
    const within = curve.points.filter(({ workers }) => workers <= most);
    return within.flatMap(({ workers, throughput: value, low, high }): MeasuredFleet[] => {
      const { chunksize, engine } = curve;
      const least = sizing.least({ workers, chunksize, perSecond: value });
      if (typeof least !== 'number') return [];
      const machines = Math.max(least + constraints.spare, constraints.minInstances);
      return [
        { label: evidence!.label, machines, workers, engine, chunksize, perSecond: { value, low, high } },
      ];
    });
  });
  if (fleets.length === 0) return null;
  return fleets.reduce((a, b) =>
    (b.machines - a.machines || a.perSecond.value - b.perSecond.value) < 0 ? b : a,
  );
}
