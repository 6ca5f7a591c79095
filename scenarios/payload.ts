// Stresses: the way of large data to a worker and back. Each task smooths a quarter of a million numbers (2 MiB),
// which takes about as long as copying them there and back.
// Expect: `copy` well below a straight line, since one thread takes part in every copy; `transfer` and `share` near
// it. Share is for threads alone: processes have no memory in common.
import { defineScenario } from 'corewise/scenario';

const WAYS = ['copy', 'transfer', 'share'] as const;
type Way = (typeof WAYS)[number];

interface Signal {
  input: Float64Array<ArrayBufferLike>;
  /** Where the result goes; only with memory that both sides share. */
  output?: Float64Array<ArrayBufferLike>;
}

interface Smoothed {
  /** Of what was computed. */
  sum: number;
  /** Absent where the sender has it already. */
  output?: Float64Array<ArrayBufferLike>;
}

function wayOf({ payload }: { payload: string }): Way {
  const way = WAYS.find((one) => one === payload);
  if (way) return way;
  throw new RangeError(`payload is "${payload}"; it must be ${WAYS.join(', ')}.`);
}

/** Seeded noise from −1 to 1. */
function fill(numbers: Float64Array<ArrayBufferLike>, seed: number): void {
  let value = seed;
  for (let index = 0; index < numbers.length; index++) {
    value = (Math.imul(value, 1664525) + 1013904223) | 0;
    numbers[index] = value / 2 ** 31;
  }
}

function signal(way: Way, numbers: number, seed: number): Signal {
  const shared = () => new Float64Array(new SharedArrayBuffer(numbers * Float64Array.BYTES_PER_ELEMENT));
  const made = way === 'share' ? { input: shared(), output: shared() } : { input: new Float64Array(numbers) };
  fill(made.input, seed);
  return made;
}

/** Mean of each number and its neighbours; returns the sum of the means. The numbers at both ends stay. */
function smooth(input: Float64Array<ArrayBufferLike>, output: Float64Array<ArrayBufferLike>): number {
  const last = input.length - 1;
  let sum = 0;
  for (let index = 0; index <= last; index++) {
    const isEnd = index === 0 || index === last;
    const mean = isEnd ? input[index]! : (input[index - 1]! + input[index]! + input[index + 1]!) / 3;
    output[index] = mean;
    sum += mean;
  }
  return sum;
}

export default defineScenario({
  name: 'payload',
  description:
    'Smooths large arrays that are copied, transferred or shared (--param payload=…): what moving data to workers and back costs. Expect copies well below a straight line, the others near it.',
  params: { payload: 'copy', tasks: 48, numbers: 262_144 },
  tasks: ({ payload, tasks, numbers }, random) => {
    const way = wayOf({ payload });
    return Array.from({ length: tasks }, () => signal(way, numbers, random.int(2 ** 31)));
  },
  payload: wayOf,
  transferTask: ({ input }) => [input.buffer as ArrayBuffer],
  transfer: ({ output }) => (output ? [output.buffer as ArrayBuffer] : []),
  run({ input, output }): Smoothed {
    // The sender sees what is written there; to send it back would say nothing new.
    if (output) return { sum: smooth(input, output) };
    const made = new Float64Array(input.length);
    return { sum: smooth(input, made), output: made };
  },
  cost: (_task, { numbers }) => numbers / 150_000,
});
