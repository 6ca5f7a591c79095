import { gravestFirst } from '../../../insight/findings/index.js';
import type { Doubt } from '../schema.js';
import type { DoubtCheck, DoubtContext } from './doubt-context.js';
import { fewRounds } from './few-rounds.js';
import { notEverywhere, oneSideOnly } from './not-everywhere.js';
import { otherCode } from './other-code.js';
import { otherCores } from './other-cores.js';
import { otherEnvironment } from './other-environment.js';
import { otherMachine } from './other-machine.js';
import { prices } from './prices.js';
import { recordsASide } from './records-a-side.js';
import { leftOut, unchecked } from './results.js';
import { unfinished } from './unfinished.js';
import { virtualTime } from './virtual-time.js';

/** To add one: one file, and one line here; its place is its place among equally severe ones. */
const checks: readonly DoubtCheck[] = [
  leftOut,
  unchecked,
  virtualTime,
  otherMachine,
  otherEnvironment,
  otherCores,
  unfinished,
  fewRounds,
  recordsASide,
  notEverywhere,
  oneSideOnly,
  prices,
  otherCode,
];

/** Reasons to doubt a comparison, the gravest first. */
export function doubtsOf(context: DoubtContext): Doubt[] {
  return gravestFirst(checks.flatMap((check) => check(context)));
}
