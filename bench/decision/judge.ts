import type { Answer } from './answer.js';
import type { Gain } from './cells.js';

/** A true gain of 1 and an interval within these bounds: it was told how it is, whatever is recommended. */
const SAME = { low: 0.9, high: 1.1 };

export interface Judgement {
  /** It said pool or serial, or that the two are the same. */
  isDecided: boolean;
  isRight: boolean;
  /** A pool where it gains nothing, or serial where a pool gains. Undecided is neither right nor wrong. */
  isWrong: boolean;
}

export function judge(gain: Gain, { decision, speedup }: Pick<Answer, 'decision' | 'speedup'>): Judgement {
  const isSame = gain === 1 && speedup !== null && speedup.low >= SAME.low && speedup.high <= SAME.high;
  const isWrong = gain > 1 ? decision === 'serial' : decision === 'pool';
  const isDecided = decision !== 'undecided' || isSame;
  // Nobody can prove that two things are equal: to say nothing of them is as right.
  return { isDecided, isRight: !isWrong && (gain === 1 || decision !== 'undecided'), isWrong };
}
