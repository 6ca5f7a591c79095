// Stresses: allocation. Each task parses a JSON document, changes every record and serialises it again, as a
// service does; most of what it makes is garbage at once.
// Expect: less than a straight line: each worker's collector has helper threads, which want cores too.
import { defineScenario } from 'corewise/scenario';

interface Order {
  id: number;
  customer: string;
  tags: string[];
  items: { sku: string; quantity: number; cents: number }[];
}

type Draw = (below: number) => number;

function order(id: number, draw: Draw): Order {
  return {
    id,
    customer: `customer-${draw(10_000)}`,
    tags: Array.from({ length: 1 + draw(4) }, () => `tag-${draw(50)}`),
    items: Array.from({ length: 1 + draw(6) }, () => ({
      sku: `sku-${draw(100_000)}`,
      quantity: 1 + draw(9),
      cents: 50 + draw(20_000),
    })),
  };
}

/** Adds a total to each order, sorts its tags and drops its single pieces. */
function transform(orders: Order[]): object[] {
  return orders.map(({ items, tags, ...rest }) => ({
    ...rest,
    tags: [...tags].sort(),
    items: items.filter(({ quantity }) => quantity > 1),
    totalCents: items.reduce((sum, { quantity, cents }) => sum + quantity * cents, 0),
  }));
}

/** FNV-1a over the UTF-16 units, so that the result depends on every character but stays small. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) {
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  }
  return value >>> 0;
}

export default defineScenario({
  name: 'json-transform',
  description:
    'Parses, changes and serialises JSON documents: allocation and garbage. Expect less than a straight line, since the collectors want cores too.',
  params: { tasks: 32, orders: 800 },
  tasks: ({ tasks, orders }, random) =>
    Array.from({ length: tasks }, () =>
      JSON.stringify(Array.from({ length: orders }, (_, id) => order(id, (below) => random.int(below)))),
    ),
  run: (document) => {
    const text = JSON.stringify(transform(JSON.parse(document)));
    return { length: text.length, hash: hash(text) };
  },
});
