import type { History } from '../runner/index.js';
import type { VisitCosts } from './budget.js';

/** What visits cost so far, by key of the visit. */
export function measuredCosts({ lines, visitMs }: History): VisitCosts['measured'] {
  const costs = new Map<string, { visitMs: number; passesMs: number; passMs: number }>();
  for (const line of lines) {
    if (line.kind !== 'observation' && line.kind !== 'confirmation') continue;
    const passesMs = line.wallMs.reduce((sum, ms) => sum + ms, 0);
    const passMs = passesMs / line.passes;
    const ms = visitMs.get(line.case);
    if (ms === undefined) continue;
    // The first visit had one pass more, for the verification.
    const isFirst = !costs.has(line.case);
    costs.set(line.case, { visitMs: isFirst ? ms - passMs : ms, passesMs, passMs });
  }
  return costs;
}
