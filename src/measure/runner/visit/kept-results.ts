import { totalmem } from 'node:os';
import { CorewiseError } from '../../../errors.js';
import type { Scenario } from '../../../scenario/index.js';

const MIB = 2 ** 20;

/** All results of a pass are kept, written and compared in one piece. */
const MOST_BYTES = 2 ** 30;
/** Of the machine's memory: serial's results are there, those of a pass, and what they are on their way. */
const SHARE_OF_MEMORY = 1 / 8;

/** How many parts of a value are looked at, and of each of those, and so on: more would take longer than many tasks. */
const LOOKED_AT = [64, 16, 8, 4, 2];

/** The results that cases are compared with, as long as they fit into memory. */
export class KeptResults {
  private bytes = 0;

  constructor(
    private readonly scenario: Pick<Scenario, 'name' | 'verify' | 'openEnded'>,
    private readonly mostBytes = Math.min(MOST_BYTES, totalmem() * SHARE_OF_MEMORY),
  ) {}

  /**
   * The value, or undefined where results are not compared. Throws CorewiseError where all so far are too large.
   */
  keep(task: number, value: unknown): unknown {
    const { name, verify, openEnded } = this.scenario;
    if (verify === 'none' || openEnded) return undefined;
    const own = roughBytes(value);
    this.bytes += own;
    if (this.bytes <= this.mostBytes) return value;
    throw new CorewiseError(
      `The result of task ${task} of ${name} takes about ${mib(own)}, and all results so far ${mib(this.bytes)}: beyond ${mib(this.mostBytes)} they cannot be kept and compared. Set \`verify: 'none'\` in the scenario, or let its tasks return less, such as a hash.`,
    );
  }
}

function mib(bytes: number): string {
  return `${Math.round(bytes / MIB).toLocaleString('en-US')} MiB`;
}

/**
 * About how many bytes a value takes: exact for buffers and texts; of many parts some that are spread evenly over all
 * tell of the others.
 */
export function roughBytes(value: unknown, depth = 0): number {
  if (typeof value === 'string') return value.length;
  if (typeof value !== 'object' || value === null) return 8;
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer || value instanceof SharedArrayBuffer)
    return value.byteLength;
  const looksAt = LOOKED_AT[depth];
  const parts = looksAt === undefined ? [] : partsOf(value);
  const step = Math.max(1, Math.ceil(parts.length / (looksAt ?? 1)));
  let bytes = 0;
  let looked = 0;
  for (let at = 0; at < parts.length; at += step) {
    bytes += roughBytes(parts[at], depth + 1);
    looked++;
  }
  return 16 + (bytes * parts.length) / Math.max(1, looked);
}

/** Getters and proxies may throw. */
function partsOf(whole: object): readonly unknown[] {
  try {
    if (Array.isArray(whole)) return whole;
    if (whole instanceof Set) return [...whole];
    if (whole instanceof Map) return [...whole].flat();
    return Object.values(whole);
  } catch {
    return [];
  }
}
