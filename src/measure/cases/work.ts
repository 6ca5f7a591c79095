import type { Case } from './case.js';

/** What is computed: a scenario with its parameters, however it is run. */
export type Work = Pick<Case, 'scenario' | 'params'>;

/** Equal for the same work, in whatever order the params stand. */
export function workKey({ scenario, params }: Work): string {
  return JSON.stringify([scenario, Object.entries(params).sort(([a], [b]) => (a < b ? -1 : 1))]);
}

/** What equal keys say, without making them: plans compare every case with every other. */
export function isSameWork(a: Work, b: Work): boolean {
  const names = new Set([...Object.keys(a.params), ...Object.keys(b.params)]);
  return a.scenario === b.scenario && [...names].every((name) => a.params[name] === b.params[name]);
}
