// A program as it might have stood before anyone thought of workers: it reads its arguments, simulates customers
// who queue for servers, and prints how long they waited.
//
//   node queue-simulation.js --servers 3 --customers 100000 --seed 7
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';

export interface WaitingTimes {
  servers: number;
  customers: number;
  meanMinutes: number;
  p95Minutes: number;
  longestMinutes: number;
  /** Share of the servers' time that they were busy, 0 to 1. */
  utilisation: number;
}

function read(argv: string[]): { servers: number; customers: number; seed: number } {
  const { values } = parseArgs({
    args: argv,
    options: {
      servers: { type: 'string', default: '3' },
      customers: { type: 'string', default: '100000' },
      seed: { type: 'string', default: '1' },
    },
  });
  const count = (name: keyof typeof values) => {
    const number = Number(values[name]);
    if (Number.isInteger(number) && number > 0) return number;
    throw new RangeError(`--${name} must be a whole number above 0, not "${values[name]}".`);
  };
  return { servers: count('servers'), customers: count('customers'), seed: count('seed') };
}

/** Uniform in (0, 1]: Marsaglia's xorshift. */
function randomNumbers(seed: number): () => number {
  let state = Math.imul(seed, 2654435761) | 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return ((state >>> 0) + 1) / 2 ** 32;
  };
}

/** The place of the smallest. */
function firstFree(freeAt: Float64Array): number {
  let first = 0;
  for (let server = 1; server < freeAt.length; server++) {
    if (freeAt[server]! < freeAt[first]!) first = server;
  }
  return first;
}

/** One customer a minute comes; the servers together could serve 1.25. */
function simulate(servers: number, customers: number, seed: number): WaitingTimes {
  const random = randomNumbers(seed);
  const exponential = (mean: number) => -mean * Math.log(random());
  const freeAt = new Float64Array(servers);
  const waits = new Float64Array(customers);
  let now = 0;
  let busy = 0;
  for (let customer = 0; customer < customers; customer++) {
    now += exponential(1);
    const server = firstFree(freeAt);
    const start = Math.max(now, freeAt[server]!);
    const service = exponential(0.8 * servers);
    waits[customer] = start - now;
    freeAt[server] = start + service;
    busy += service;
  }
  const end = freeAt.reduce((last, free) => Math.max(last, free), now);
  waits.sort();
  return {
    servers,
    customers,
    meanMinutes: waits.reduce((sum, wait) => sum + wait, 0) / customers,
    p95Minutes: waits[Math.floor(0.95 * (customers - 1))]!,
    longestMinutes: waits.at(-1)!,
    utilisation: busy / (servers * end),
  };
}

export async function main(argv: string[]): Promise<WaitingTimes> {
  const { servers, customers, seed } = read(argv);
  return simulate(servers, customers, seed);
}

const isStarted = import.meta.url === pathToFileURL(process.argv[1] ?? '').href;
if (isStarted) console.log(JSON.stringify(await main(process.argv.slice(2)), undefined, 2));
