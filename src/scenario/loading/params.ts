import { UsageError, unknownName } from '../../errors.js';
import type { Params, ParamValue, Scenario } from '../scenario.js';

const expected = {
  number: 'a finite number',
  boolean: 'true or false',
  string: 'text',
} as const;

type TypeName = keyof typeof expected;

const readers: Record<TypeName, (text: string) => ParamValue | undefined> = {
  number: (text) => (text.trim() === '' ? undefined : Number(text.replaceAll(/(?<=\d)_(?=\d)/g, ''))),
  boolean: (text) => ({ true: true, false: false })[text],
  string: (text) => text,
};

function isValid(value: unknown, type: TypeName): value is ParamValue {
  return type === 'number' ? Number.isFinite(value) : typeof value === type;
}

function resolveParam(scenario: Pick<Scenario, 'name' | 'params'>, key: string, given: unknown): ParamValue {
  if (!Object.hasOwn(scenario.params, key)) {
    const valid = Object.keys(scenario.params);
    if (valid.length === 0) throw new UsageError(`Unknown parameter "${key}": ${scenario.name} has none.`);
    throw unknownName(`parameter of ${scenario.name}`, key, valid);
  }
  const type = typeof scenario.params[key] as TypeName;
  const value = typeof given === 'string' ? readers[type](given) : given;
  if (isValid(value, type)) return value;
  throw new UsageError(
    `The parameter "${key}" of ${scenario.name} must be ${expected[type]}, not "${given}".`,
  );
}

/**
 * The scenario's parameters with some of them changed. Text is read as the default's type (`'24'` → 24,
 * `'true'` → true); an unknown key or a value of another type is a UsageError.
 */
export function resolveParams(
  scenario: Pick<Scenario, 'name' | 'params'>,
  overrides: Record<string, unknown>,
): Params {
  const changed = Object.entries(overrides).map(([key, given]) => [key, resolveParam(scenario, key, given)]);
  return { ...scenario.params, ...Object.fromEntries(changed) };
}
