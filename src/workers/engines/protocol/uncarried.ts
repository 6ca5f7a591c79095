/** Deeper places are not looked for, nor those behind so many others: each is tried for itself. */
const DEEPEST = 20;
const MOST_TRIED = 1_000;

/**
 * Where in a result that cannot be sent the part stands that cannot: `result.rows[2].compare`. Undefined where it is
 * the result itself.
 */
export function uncarriedPlace(result: unknown, canCarry: (part: unknown) => boolean): string | undefined {
  let place = '';
  let part = result;
  for (let depth = 0; depth < DEEPEST; depth++) {
    const next = partsOf(part).find(([, inner]) => !isPlain(inner) && !canCarry(inner));
    if (!next) break;
    place += next[0];
    part = next[1];
  }
  return place === '' ? undefined : `result${place}`;
}

function isPlain(value: unknown): boolean {
  return value === null || !['object', 'function', 'symbol'].includes(typeof value);
}

/** What an object holds, each with how one gets there. Getters and proxies may throw: then there is nothing. */
function partsOf(value: unknown): [step: string, part: unknown][] {
  if (typeof value !== 'object' || value === null) return [];
  try {
    if (value instanceof Map)
      return [...value].slice(0, MOST_TRIED).map(([key, part]) => [`.get(${shownKey(key)})`, part]);
    if (value instanceof Set) return [...value].slice(0, MOST_TRIED).map((part) => [' (a member)', part]);
    return Object.keys(value)
      .slice(0, MOST_TRIED)
      .map((key) => [propertyStep(key, Array.isArray(value)), (value as Record<string, unknown>)[key]]);
  } catch {
    return [];
  }
}

const shownKey = (key: unknown) => (typeof key === 'string' ? JSON.stringify(key) : String(key));

/** How one gets to a property in code: `.total`, `["odd name"]`, `[3]` of an array. */
export function propertyStep(key: string, isArray: boolean): string {
  if (isArray && /^\d+$/.test(key)) return `[${key}]`;
  return isIdentifier(key) ? `.${key}` : `[${JSON.stringify(key)}]`;
}

export function isIdentifier(text: string): boolean {
  return /^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(text);
}
