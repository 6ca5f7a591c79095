// Apart from the schemas: a bench host needs these and is started for every visit.

/** What is computed: a scenario with its parameters, however it is run. */
export interface Work {
  readonly scenario: string;
  readonly params: Readonly<Record<string, number | string | boolean>>;
}

/** Params are never changed; in a suite of thousands of cases each is looked for among all, again and again. */
const keys = new WeakMap<Work['params'], { scenario: string; key: string }>();

/** Equal for the same work, in whatever order the params stand. */
export function workKey({ scenario, params }: Work): string {
  const known = keys.get(params);
  if (known?.scenario === scenario) return known.key;
  const key = JSON.stringify([scenario, Object.entries(params).sort(([a], [b]) => (a < b ? -1 : 1))]);
  keys.set(params, { scenario, key });
  return key;
}

/** The same for equal work on one engine. */
export function engineKey(one: Work & { engine: string }): string {
  return `${workKey(one)} ${one.engine}`;
}

/** The same of a scenario that a record, or a run, names. */
export function scenarioKey({ name, params }: { name: string; params: Work['params'] }): string {
  return workKey({ scenario: name, params });
}

/** What equal keys say, without making them: plans compare every case with every other. */
export function isSameWork(a: Work, b: Work): boolean {
  const names = new Set([...Object.keys(a.params), ...Object.keys(b.params)]);
  return a.scenario === b.scenario && [...names].every((name) => a.params[name] === b.params[name]);
}

/** More tasks than this cannot be listed one by one in the memory that a report may take. */
export const MOST_TASKS = 10_000_000;
