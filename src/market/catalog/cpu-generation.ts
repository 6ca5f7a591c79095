/**
 * Which generation of its line a server CPU is of, as its number tells; undefined where it does not. AMD EPYC: the last
 * digit of the four (7R13 is the third). Intel Xeon Scalable: the second digit (8488C is the fourth); Xeon E5 came
 * before the first, and Xeon 6 has no metal in its name.
 */
export function cpuGeneration(name: string): number | undefined {
  const epyc = /epyc\W+\d\w\d(\d)/i.exec(name)?.[1];
  if (epyc !== undefined) return Number(epyc);
  if (!/xeon/i.test(name)) return undefined;
  const scalable = /(?:platinum|gold|silver|bronze)\s+\d(\d)\d\d/i.exec(name)?.[1];
  if (scalable !== undefined) return Number(scalable);
  if (/\be[57]\W+\d{4}/i.test(name)) return 0;
  return /\b6[5-9]\d\d[pe]\b/i.test(name) ? 6 : undefined;
}

/** The design of an Arm core, such as `neoverse-v2`, or `apple`; undefined where the name does not tell. */
export function armCore(name: string): string | undefined {
  const neoverse = /neoverse[- ]?([env]\d)/i.exec(name)?.[1];
  if (neoverse !== undefined) return `neoverse-${neoverse.toLowerCase()}`;
  return /\bapple\b/i.test(name) ? 'apple' : undefined;
}
