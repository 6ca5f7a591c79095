import { setImmediate as nextTurn } from 'node:timers/promises';
import type { HeldBack } from '../../../host/index.js';
import type { Disturbance, Observation } from '../../../record/index.js';
import type { WorkerUsage } from '../../../workers/session/index.js';
import type { Bench } from '../visit/bench.js';
import type { LoopWatch } from './loop-delay.js';
import { type Pass, type PassSettings, runPass } from './pass.js';
import type { Pauses } from './pauses.js';
import type { SessionTap } from './session-tap.js';

/** An observation ends when its passes fill the wanted time, and in any case after so many. */
export const MOST_PASSES = 10_000;

export interface MeasureWith {
  tapped: SessionTap;
  bench: Bench;
  settings: PassSettings & { pauses: Pauses };
  meter: Meter;
  loop: LoopWatch | undefined;
}

/** What one observation is made of. */
export interface MeasuredPasses {
  passes: Pass[];
  disturbance: Disturbance;
  eventLoopDelayMs: Observation['eventLoopDelayMs'];
  before: WorkerUsage[];
  /** Absent where there was but one pass. */
  afterFirst?: WorkerUsage[] | undefined;
  after: WorkerUsage[];
}

export async function measurePasses(
  { tapped, bench, settings, meter, loop }: MeasureWith,
  wantedMs: number,
): Promise<MeasuredPasses> {
  const { session } = tapped;
  tapped.take();
  loop?.forget();
  const before = await session.usage();
  const since = session.clock.now();
  meter.start();
  const { passes, afterFirst } = await runPasses(tapped, bench, settings, wantedMs);
  await settings.pauses.known();
  const disturbance = meter.stop(settings.pauses.heldBack(since));
  const eventLoopDelayMs = loop?.read() ?? null;
  const after = await session.usage(undefined, afterFirst !== undefined);
  return { passes, disturbance, eventLoopDelayMs, before, afterFirst, after };
}

/** Longer ones are not begun again: what disturbed them is a small part of them, and the gate judges it. */
const LONGEST_REPEATED_MS = 800;
const MOST_ATTEMPTS = 3;

/** Others began to compute in the middle: what was measured until the work was held back is begun again. */
export async function untouched(
  measure: () => Promise<MeasuredPasses>,
  pauses: Pauses,
): Promise<MeasuredPasses> {
  let measured = await measure();
  for (let attempt = 1; attempt < MOST_ATTEMPTS; attempt++) {
    const [first, last] = [measured.passes[0]!, measured.passes.at(-1)!];
    const totalMs = measured.passes.reduce((sum, pass) => sum + pass.wallMs, 0);
    if (!pauses.touch(first.from, last.to) || totalMs > LONGEST_REPEATED_MS) break;
    measured = await measure();
  }
  return measured;
}

/** As many passes as come nearest to the wanted time, at least one. */
async function runPasses(
  tap: SessionTap,
  bench: Bench,
  settings: PassSettings,
  wantedMs: number,
): Promise<{ passes: Pass[]; afterFirst?: WorkerUsage[] }> {
  const passes: Pass[] = [];
  let totalMs = 0;
  let afterFirst: WorkerUsage[] | undefined;
  do {
    if (passes.length === 1) afterFirst = await tap.session.usage();
    const pass = await onePass(tap, bench, settings);
    if (pass.firstError) throw pass.firstError;
    passes.push(pass);
    totalMs += pass.wallMs;
  } while (totalMs + totalMs / passes.length / 2 < wantedMs && passes.length < MOST_PASSES);
  return { passes, ...(afterFirst && { afterFirst }) };
}

export async function onePass(tap: SessionTap, bench: Bench, settings: PassSettings): Promise<Pass> {
  const tasks = bench.tasks();
  return bench.prepared(async () => {
    await nextTurn();
    tap.take();
    const pass = await runPass(tap.session, tasks, settings);
    pass.chunks = tap.take();
    settings.pauses?.takeOut(pass.chunks);
    return pass;
  });
}

export function sumCounts(passes: readonly Pass[]): Observation['counts'] {
  const counts = { submitted: 0, ok: 0, failed: 0, lost: 0 };
  for (const pass of passes) {
    counts.submitted += pass.counts.submitted;
    counts.ok += pass.counts.ok;
    counts.failed += pass.counts.failed;
    counts.lost += pass.counts.lost;
  }
  return counts;
}

/** Counts, between its start and its stop, what else the machine did meanwhile. */
export interface Meter {
  start(): void;
  /** Less what passed while the work was held back. */
  stop(heldBack?: HeldBack): Disturbance;
}

/** Nothing disturbs a virtual clock. */
export const virtualMeter: Meter = {
  start: () => undefined,
  stop: () => ({ foreignCpu: 0, stealShare: 0, throttledMs: 0, swapPages: 0, switches: 0 }),
};
