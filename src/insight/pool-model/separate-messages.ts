import { chunksizesOf, type MeasuredCase } from './measured-case.js';
import { separate } from './separate.js';

/** Of an amount that messages cause: a chunk that travels alone, one that goes with others, a task. */
export interface MessageCosts {
  alone: number;
  further: number;
  perTask: number;
}

/**
 * Tells apart what cases of several chunksizes let be told apart; where no chunks went together, a further one
 * costs the same. An error counts by its share of the case's wall time.
 */
export function separateMessages(
  measured: readonly MeasuredCase[],
  amountOf: (one: MeasuredCase) => number,
): MessageCosts {
  const goTogether = measured.some(({ chunks, messages }) => chunks > messages);
  const isSeparable = chunksizesOf(measured) > 1;
  const composites = measured.map((one) => {
    const { messages, chunks, tasks, wallMs } = one;
    const counts = [messages, ...(goTogether ? [chunks - messages] : []), ...(isSeparable ? [tasks] : [])];
    return { amount: amountOf(one), counts, weight: 1 / wallMs };
  });
  const costs = separate(composites, 1 + Number(goTogether) + Number(isSeparable));
  const alone = costs[0]!;
  return { alone, further: goTogether ? costs[1]! : alone, perTask: isSeparable ? costs.at(-1)! : 0 };
}
