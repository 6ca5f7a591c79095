/** A shape of function: 5 to 20 µs a task, 1,000 tasks per pass. */
export interface Shape {
  run(task: never): unknown;
  /** Made where they are needed: those of one shape are many objects. */
  tasks(): readonly unknown[];
}

const TASKS = 1000;

function tasksOf<T>(make: (index: number) => T): () => T[] {
  return () => Array.from({ length: TASKS }, (_, index) => make(index));
}

function burn(turns: number): number {
  let value = turns;
  for (let turn = 0; turn < turns; turn++) {
    value = (Math.imul(value, 1664525) + turns) | 0;
    value ^= value >>> 15;
  }
  return value;
}

function fibonacci(n: number): number {
  return n < 2 ? n : fibonacci(n - 1) + fibonacci(n - 2);
}

function* squares(upTo: number): Generator<number, void> {
  for (let value = 0; value < upTo; value++) yield value * value;
}

/** The function that it returns reads what it closes over. */
function counting(table: readonly number[]): (turns: number) => number {
  return (turns) => {
    let sum = 0;
    for (let turn = 0; turn < turns; turn++) sum += table[(turn + sum) & 255]!;
    return sum;
  };
}

class Walker {
  private place = 1;

  run(steps: number): number {
    for (let step = 0; step < steps; step++) this.step(step);
    return this.place;
  }

  private step(by: number): void {
    this.place = (Math.imul(this.place, 69069) + by) | 0;
  }
}

interface Order {
  items: readonly { price: number; count: number }[];
}

const turns = (index: number) => 8_000 + (index % 3);

export const shapes: Readonly<Record<string, Shape>> = {
  destructured: {
    run: ({ n }: { n: number }) => burn(n),
    tasks: tasksOf((index) => ({ n: turns(index) })),
  },
  number: { run: (n: number) => burn(n), tasks: tasksOf(turns) },
  string: {
    run(text: string) {
      let hash = 7;
      for (let at = 0; at < text.length; at++) hash = (Math.imul(hash, 31) + text.charCodeAt(at)) | 0;
      return hash;
    },
    tasks: tasksOf((index) => `${index}-`.repeat(3_000)),
  },
  object: {
    run({ items }: Order) {
      let total = 0;
      for (const { price, count } of items) total += price * count;
      return total;
    },
    tasks: tasksOf((index) => ({
      items: Array.from({ length: 1_000 }, (_, item) => ({ price: 0.5 + item, count: index })),
    })),
  },
  'typed array': {
    run(values: Float64Array) {
      let sum = 0;
      for (let at = 0; at < values.length; at++) sum += values[at]! * values[at]!;
      return sum;
    },
    tasks: tasksOf((index) => new Float64Array(12_000).fill(index / 7)),
  },
  closure: {
    run: counting(Array.from({ length: 256 }, (_, place) => (place * 7919) % 257)),
    tasks: tasksOf(turns),
  },
  'class method': { ...methodOf(new Walker()), tasks: tasksOf((index) => 2 * turns(index)) },
  async: { run: async (n: number) => burn(n), tasks: tasksOf(turns) },
  generator: {
    run(upTo: number) {
      let sum = 0;
      for (const square of squares(upTo)) sum += square;
      return sum;
    },
    tasks: tasksOf((index) => 1_500 + (index % 3)),
  },
  recursion: { run: (n: number) => fibonacci(n), tasks: tasksOf((index) => 16 + (index % 2)) },
};

function methodOf(walker: Walker): Pick<Shape, 'run'> {
  return { run: (steps: number) => walker.run(steps) };
}
