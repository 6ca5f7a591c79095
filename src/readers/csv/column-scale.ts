import { UsageError } from '../../errors.js';
import type { DecimalSign, PlacedText } from '../notation.js';
import { rateUnitOf, secondsIn } from '../units.js';
import { quantityIn } from './quantity.js';

/** How the cells of one column become figures in one unit. */
export interface ColumnScale {
  unit: string;
  /** Above 0. Throws UsageError, with its place, for what is no such figure. */
  figureIn(cell: PlacedText): number;
}

/** What a column's cells are, beside what its header says of their unit. */
interface ScaleRequest {
  /** All that are to be read in one unit: figures and the ends of their intervals. */
  cells: readonly PlacedText[];
  headerUnit: string | undefined;
  sign: DecimalSign;
}

/** A cell with a unit of its own, which one of its column has; undefined where none has. */
function cellWithUnit({ cells, sign }: ScaleRequest): PlacedText | undefined {
  return cells.find(({ text }) => (quantityIn(text, sign)?.unit ?? '') !== '');
}

/** Of times: in seconds, whatever unit each cell has. Without any unit they are seconds already. */
export function scaleOfTimes(request: ScaleRequest): ColumnScale {
  const { headerUnit, sign } = request;
  const usual = headerUnit === undefined ? undefined : secondsIn(headerUnit);
  const withUnit = cellWithUnit(request);
  return {
    unit: 's',
    figureIn(cell) {
      const { amount, unit } = quantityOf(cell, 'time', sign);
      if (unit === '' && usual === undefined && withUnit !== undefined)
        throw new UsageError(withoutUnit(cell, withUnit));
      const seconds = unit === '' ? (usual ?? 1) : secondsIn(unit);
      if (seconds === undefined)
        throw new UsageError(
          `${cell.place}: "${cell.text}" is not a time: expected a unit such as s, ms, us or ns.`,
        );
      return amount * seconds;
    },
  };
}

/** Of throughputs: in the unit that all cells have, or in a plain one that theirs are multiples of. */
export function scaleOfRates(request: ScaleRequest): ColumnScale {
  const { cells, headerUnit, sign } = request;
  const units = new Set(cells.map(({ text }) => quantityIn(text, sign)?.unit ?? ''));
  const [only] = units;
  const isMixed = units.size > 1;
  const plain = isMixed
    ? rateUnitOf(headerUnit ?? [...units].find((unit) => unit !== '')!)?.plain
    : undefined;
  const factorOf = (cell: PlacedText, unit: string): number => {
    if (secondsIn(unit) !== undefined) throw new UsageError(timeAmongRates(cell));
    if (!isMixed) return 1;
    if (unit === '' && headerUnit === undefined)
      throw new UsageError(withoutUnit(cell, cellWithUnit(request)!));
    const rate = rateUnitOf(unit || headerUnit!);
    if (rate === undefined || rate.plain !== plain) throw new UsageError(otherUnit(cell, unit, request));
    return rate.scale;
  };
  return {
    unit: (isMixed ? plain : only) || headerUnit || '',
    figureIn(cell) {
      const { amount, unit } = quantityOf(cell, 'throughput', sign);
      return amount * factorOf(cell, unit);
    },
  };
}

function quantityOf({ text, place }: PlacedText, what: string, sign: DecimalSign) {
  const quantity = quantityIn(text, sign);
  if (quantity !== undefined && quantity.amount > 0 && Number.isFinite(quantity.amount)) return quantity;
  throw new UsageError(`${place}: "${text}" is not a ${what}: expected a number above 0.`);
}

const withoutUnit = ({ text, place }: PlacedText, other: PlacedText): string =>
  `${place}: "${text}" has no unit, and "${other.text}" (${other.place}) has one. Write a unit in every row, or once in the header.`;

function otherUnit({ text, place }: PlacedText, unit: string, { cells, sign }: ScaleRequest): string {
  const other = cells.find((cell) => (quantityIn(cell.text, sign)?.unit ?? unit) !== unit)!;
  return `${place}: "${text}" cannot be converted into the unit of "${other.text}" (${other.place}). Write one unit in all rows.`;
}

const timeAmongRates = ({ text, place }: PlacedText): string =>
  `${place}: "${text}" is a time, in a column of throughput. Name its column with --time if all of it is times.`;
