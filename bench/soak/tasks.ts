/** What a soak calls in pools. */
export interface Item {
  n: number;
  fault?: keyof typeof faults;
}

const faults = {
  throws: () => {
    throw new RangeError('as the soak wants it');
  },
  'throws nothing': () => {
    throw undefined;
  },
  rejects: () => Promise.reject(new Error('as the soak wants it')),
  'cannot be sent': () => () => 0,
  leaves: () => process.exit(0),
  'is killed': () => {
    process.kill(process.pid, 'SIGKILL');
    for (;;);
  },
};

export function doubled({ n, fault }: Item): number | Promise<never> | (() => number) {
  return fault === undefined ? 2 * n : faults[fault]();
}

/** Returns to nobody who waits for it. */
export function endless(): void {
  for (;;);
}

export async function summed(items: AsyncIterable<number>): Promise<number> {
  let sum = 0;
  for await (const n of items) sum += n;
  return sum;
}
