import { halfWidthOf, type Interval, jStat, KNOWN } from '../../../stats/index.js';

/** How surely an instance does so much. */
export interface Chances {
  /** Tasks a second that it does with this certainty. */
  reachedWith(certainty: number): number;
  /** How likely it does so many tasks a second. */
  chanceOf(perSecond: number): number;
}

/** Of a figure that is known by its 95 % interval: as if its logarithm were normal, as wide as below the value. */
export function chancesWithin({ value, low }: Pick<Interval, 'value' | 'low'>): Chances {
  const deviation = Math.log(value / low) / halfWidthOf(1);
  const { studentt } = jStat();
  return {
    reachedWith: (certainty) =>
      deviation === 0 ? value : value * Math.exp(-deviation * studentt.inv(certainty, KNOWN)),
    chanceOf: (perSecond) =>
      deviation === 0
        ? Number(perSecond <= value)
        : studentt.cdf(Math.log(value / perSecond) / deviation, KNOWN),
  };
}

/** Of a product with a figure that is independent of it and known by its interval. */
export function timesInterval(chances: Chances, { value, low }: Pick<Interval, 'value' | 'low'>): Chances {
  if (value === low) {
    return {
      reachedWith: (certainty) => chances.reachedWith(certainty) * value,
      chanceOf: (perSecond) => chances.chanceOf(perSecond / value),
    };
  }
  const other = chancesWithin({ value, low });
  const reachedWith = (certainty: number) => {
    const middle = chances.reachedWith(0.5);
    const [a, b] = [chances.reachedWith(certainty) / middle, other.reachedWith(certainty) / value];
    const far = Math.hypot(Math.log(a), Math.log(b));
    return middle * value * Math.exp(certainty < 0.5 ? far : -far);
  };
  return { reachedWith, chanceOf: (perSecond) => certaintyOf(reachedWith, perSecond) };
}

const STEPS = 40;

/** The certainty with which so much is reached, by halving. */
function certaintyOf(reachedWith: (certainty: number) => number, perSecond: number): number {
  let [sure, not] = [0, 1];
  for (let step = 0; step < STEPS; step++) {
    const middle = (sure + not) / 2;
    if (middle > 0 && middle < 1 && reachedWith(middle) >= perSecond) sure = middle;
    else not = middle;
  }
  return sure;
}
