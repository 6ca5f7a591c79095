import { sum } from '../../../stats/index.js';
import type { Loss, LossParts } from './loss.js';
import type { WorkerTime } from './worker-time.js';

/** One round of a case, and what serial and one worker spent on the same amount of work. */
interface RoundTimes {
  workers: number;
  cores: number;
  own: WorkerTime;
  serial: WorkerTime;
  one?: WorkerTime | undefined;
}

/** Splits workers · T − T_serial. Serial's own idle and waiting time is subtracted where it belongs. */
export function splitLoss(round: RoundTimes): { loss: Loss; parts: LossParts } {
  const { own, serial } = round;
  const isCounted = own.isCounted && serial.isCounted;
  const whole = own.whole - serial.whole;
  const running = withoutThrottled(grossOf(own, isCounted), own, isCounted);
  const beyond = withoutOversubscribed(running, round, isCounted);
  const displaced = displacedBy(round, beyond.wait);
  const gross = { ...beyond, dispatch: beyond.dispatch + displaced, wait: beyond.wait - displaced };
  const serialTimes = withoutThrottled(grossOf(serial, isCounted), serial, isCounted);
  const causes = {
    oversubscribed: gross.oversubscribed,
    throttled: gross.throttled - serialTimes.throttled,
    startup: gross.startup,
    dispatch: gross.dispatch - idleOf(serial, isCounted),
    unused: gross.unused,
    tail: gross.tail,
    wait: gross.wait - serialTimes.wait,
    slowdown: gross.computing - serialTimes.computing,
  };
  const explained = sum(Object.values(causes));
  return { loss: { ...causes, unexplained: whole - explained }, parts: partsOf(round, isCounted, displaced) };
}

/** A pass by what the workers did, before it is held against serial. */
interface Gross {
  oversubscribed: number;
  throttled: number;
  startup: number;
  dispatch: number;
  unused: number;
  tail: number;
  wait: number;
  computing: number;
}

/** Start-up takes from what it makes workers do: wait for the first chunk, never get one, or be done early. */
function grossOf(own: WorkerTime, isCounted: boolean): Gross {
  const spent = { idle: idleOf(own, isCounted), unused: own.unused, tail: own.tail };
  const { left, taken } = takeFrom(spent, ['idle', 'unused', 'tail'], own.startup);
  return {
    oversubscribed: 0,
    throttled: 0,
    startup: taken,
    dispatch: left.idle,
    unused: left.unused,
    tail: left.tail,
    wait: waitOf(own, isCounted),
    computing: computingOf(own, isCounted),
  };
}

/**
 * Who is stopped by a quota is runnable and does not run: as far as threads waited, the time that the kernel says it
 * held them back is no wait for a CPU.
 */
function withoutThrottled(gross: Gross, { throttled }: WorkerTime, isCounted: boolean): Gross {
  const { left, taken } = takeFrom(gross, [isCounted ? 'wait' : 'computing'], throttled);
  return { ...left, throttled: taken };
}

/**
 * With more workers than cores, (workers − cores) · T of the workers' time cannot be on a CPU. Part of it is throttled
 * where a quota makes the cores so few. The rest shows as waiting, or as idle time where fewer workers had work; there
 * it is taken out, so that nothing counts twice.
 */
function withoutOversubscribed(gross: Gross, { workers, cores, own }: RoundTimes, isCounted: boolean): Gross {
  const beyondCores = (own.whole * Math.max(0, workers - cores)) / workers;
  const part = Math.max(0, beyondCores - gross.throttled);
  const order = [isCounted ? 'wait' : 'computing', 'unused', 'tail', 'dispatch'] as const;
  return { ...takeFrom(gross, order, part).left, oversubscribed: part };
}

/**
 * Where the workers take every core, the thread that feeds them takes its CPU time from theirs: as long as they wait
 * for it, waiting is part of dispatch.
 */
function displacedBy({ workers, cores, own }: RoundTimes, wait: number): number {
  return workers + 1 > cores ? Math.min(Math.max(0, wait), own.mainCpu) : 0;
}

function takeFrom<K extends string, T extends Record<K, number>>(
  times: T,
  order: readonly K[],
  amount: number,
): { left: T; taken: number } {
  const left: Record<string, number> = { ...times };
  let missing = amount;
  for (const key of order) {
    const part = Math.min(missing, Math.max(0, left[key]!));
    left[key]! -= part;
    missing -= part;
  }
  return { left: left as T, taken: amount - missing };
}

function idleOf({ idle, collect, gapWait }: WorkerTime, isCounted: boolean): number {
  return idle + collect - (isCounted ? gapWait : 0);
}

function waitOf({ chunkWait, gapWait }: WorkerTime, isCounted: boolean): number {
  return isCounted ? chunkWait + gapWait : 0;
}

function computingOf({ chunk, chunkCpu }: WorkerTime, isCounted: boolean): number {
  return isCounted ? chunkCpu : chunk;
}

function partsOf({ own, serial, one }: RoundTimes, isCounted: boolean, displaced: number): LossParts {
  const free = Math.max(0, own.idle - (isCounted ? own.gapWait + own.gapCpu : 0) - own.startup);
  const mainThread = Math.min(own.send, free);
  const dispatch = { mainThread, idle: free - mainThread, collect: own.collect };
  const gc = own.gc === undefined || serial.gc === undefined ? {} : { gc: own.gc - serial.gc };
  if (!isCounted) return { ...dispatch, ...gc, waitIn: 'slowdown' };
  return {
    messages: own.gapCpu,
    ...dispatch,
    displaced,
    chunkWait: own.chunkWait,
    gapWait: own.gapWait,
    ...(one?.isCounted && {
      codePath: one.chunkCpu - serial.chunkCpu,
      host: own.chunkCpu - one.chunkCpu,
    }),
    blocked: own.chunk - own.chunkCpu - own.chunkWait,
    ...gc,
    waitIn: 'wait',
  };
}
