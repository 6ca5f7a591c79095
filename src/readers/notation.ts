import { UsageError } from '../errors.js';

/** What stands before the fraction of every number of a file. */
export type DecimalSign = '.' | ',';

/** The text of a cell and where it stands, `file.csv:3`. */
export interface PlacedText {
  text: string;
  place: string;
}

/** A cell as it begins: its number in any notation, and what follows. */
const numberAndUnit =
  /^([+-]?(?:\d|[.,](?=\d))(?:[\d.,]|[\s'’](?=\d{3}(?!\d)))*(?:[eE][+-]?\d+)?)\s*([^\d\s].*)?$/su;

/** Blanks of any width and apostrophes only ever set thousands apart. */
const thousandsBesidePoint = /[\s'’,]/;
const thousandsBesideComma = /[\s'’.]/;

/** The number of a cell as it is written, and its unit, empty where there is none; undefined without a number. */
export function splitNumber(text: string): { number: string; unit: string } | undefined {
  const [, number, unit = ''] = numberAndUnit.exec(text.trim()) ?? [];
  return number === undefined ? undefined : { number: number.trim(), unit: unit.trim() };
}

/** What a written number is where fractions stand behind that sign; NaN where it is none. */
export function numberIn(written: string, sign: DecimalSign): number {
  const [, mantissa = '', exponent = ''] = /^(.*?)([eE][+-]?\d+)?$/s.exec(written)!;
  const [whole = '', fraction = '', ...more] = mantissa.split(sign);
  const groups = whole.replace(/^[+-]/, '').split(sign === '.' ? thousandsBesidePoint : thousandsBesideComma);
  const isPlain = groups.length === 1 && /^\d*$/.test(whole.replace(/^[+-]/, ''));
  const isGrouped = /^\d{1,3}$/.test(groups[0]!) && groups.slice(1).every((group) => /^\d{3}$/.test(group));
  if (more.length > 0 || !/^\d*$/.test(fraction) || !(isPlain || isGrouped)) return Number.NaN;
  const digits = `${groups.join('')}.${fraction}`;
  if (digits === '.') return Number.NaN;
  return Number(`${whole.startsWith('-') ? '-' : ''}0${digits}0${exponent}`);
}

/** What one number tells of its file's notation; `unclear` for `1,234` and `1.234`, `none` for `1234`. */
function tells(written: string): DecimalSign | 'unclear' | 'none' {
  const signs = written.replace(/[^.,]/g, '');
  if (signs === '') return 'none';
  const last = signs.at(-1) as DecimalSign;
  const other = last === '.' ? ',' : '.';
  if (signs.includes(other)) return last;
  if (signs.length > 1) return other;
  return /^[+-]?[1-9]\d{0,2}[.,]\d{3}$/.test(written) ? 'unclear' : last;
}

/**
 * What stands before fractions in a file whose cells are set apart by `separator`. Throws UsageError where a comma
 * or a point has two roles, or could have either.
 */
export function decimalSignOf(cells: readonly PlacedText[], separator: string): DecimalSign {
  const found = cells.flatMap(({ text, place }) => {
    const number = splitNumber(text)?.number;
    return number === undefined ? [] : [{ number, place, sign: tells(number) }];
  });
  const first = (sign: string) => found.find((each) => each.sign === sign);
  const [comma, point, unclear] = [first(','), first('.'), first('unclear')];
  if (comma && point) throw new UsageError(twoRoles(comma, point));
  if (comma || point) return comma ? ',' : '.';
  if (unclear === undefined) return '.';
  const signs = new Set(
    found.filter(({ sign }) => sign === 'unclear').map(({ number }) => number.replace(/[^.,]/g, '')),
  );
  if (signs.size > 1) throw new UsageError(eitherOf(unclear));
  return usualSign(
    unclear,
    separator,
    found.some(({ sign, number }) => sign === 'none' && number.length >= 3),
  );
}

interface Found {
  number: string;
  place: string;
}

/**
 * Semicolons are written where the comma is the decimal sign; where commas separate cells, those inside a number
 * set thousands apart. A point sets them apart only in spreadsheets, and only where it is in none of the small
 * numbers.
 */
function usualSign(unclear: Found, separator: string, hasPlainNumbers: boolean): DecimalSign {
  const isComma = unclear.number.includes(',');
  if (isComma && separator === '\t') throw new UsageError(eitherOf(unclear));
  if (!isComma && separator === ';' && hasPlainNumbers) throw new UsageError(eitherOf(unclear));
  return isComma && separator === ';' ? ',' : '.';
}

function twoRoles(comma: Found, point: Found): string {
  const other = point.number.includes(',')
    ? `sets thousands apart in "${point.number}" (${point.place})`
    : `gives way to a point in "${point.number}" (${point.place})`;
  return `${comma.place}: the comma has two roles: it is the decimal sign in "${comma.number}" and ${other}. Write all numbers alike, without thousands separators.`;
}

function eitherOf({ number, place }: Found): string {
  const [whole, fraction] = number.split(/[.,]/);
  return `${place}: "${number}" could be ${whole}${fraction} or ${whole}.${fraction}. Write numbers without thousands separators.`;
}
