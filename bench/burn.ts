/** Multiply-adds of which each needs the one before, as in the scenario cycles. */
export function burn(factor: number, iterations: number): number {
  const addend = factor | 0;
  let value = addend;
  for (let turn = 0; turn < iterations; turn++) {
    value = (Math.imul(value, 1664525) + addend) | 0;
    value ^= value >>> 15;
  }
  return value;
}
