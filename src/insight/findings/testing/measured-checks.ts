import type { RunRecord } from '../../../record/index.js';
import { inventRecord } from '../../testing/invented-record.js';
import { keepingBusy, savingOf, startingFor } from './command-records.js';
import {
  blocking,
  bound,
  chunked,
  clocked,
  cold,
  confirmed,
  curve,
  dear,
  empty,
  falling,
  flat,
  holding,
  inTurn,
  oneFewer,
  pool,
  serial,
  slowFirst,
  smt,
  throttledFor,
  uneven,
  waiting,
} from './unsteady-records.js';

/** A check of a measured figure, on records of which it may say something and of which it may not. */
export interface Measured {
  /** What it tests. */
  bound: string;
  /** The figure lies beyond the bound, but its interval holds it. */
  holds: Record<string, RunRecord>;
  /** The whole interval lies beyond the bound. */
  excludes: Record<string, RunRecord>;
  /** It names a cause, which other load may be too: not over disturbed rounds. */
  onlyQuiet?: true;
}

export const measured: Record<string, Measured> = {
  'does-not-parallelise': {
    bound: 'scaling 1.1',
    onlyQuiet: true,
    holds: {
      'scaling 1.01 (0.78–1.31)': flat(inTurn(70, 140)),
      'scaling 0.94 (0.35–2.53)': flat(inTurn((100 / 0.94) * 3.7, 100 / 0.94 / 3.7)),
    },
    excludes: { 'scaling 1.02': flat(98) },
  },
  'memory-bound': {
    bound: 'a ceiling of 0.8 per worker, and CPU time per task of 1.15 times that with one worker',
    onlyQuiet: true,
    holds: {
      'the ceiling is unsteady': bound(inTurn(1.1, 1.8), 142),
      'a ceiling of 1.01 (0.01–71.44) over two rounds': bound(inTurn(1.01 * 1.4, 1.01 / 1.4), 142, 2),
      'the CPU time is': bound(1.4, inTurn(100, 180)),
    },
    excludes: { 'both are steady': bound(1.4, 142) },
  },
  'chunks-starve-workers': {
    bound: 'a tenth below the bound of chunksize 1',
    holds: { 'speedup 1.45 (1.07–1.96) of 2.00': uneven(inTurn(1200 / 1.45 / 1.5, (1200 / 1.45) * 1.5)) },
    excludes: { 'speedup 1.45 of 2.00': uneven(1200 / 1.45) },
  },
  'chunk-advice-contradicted': {
    bound: '1.01 times as fast',
    onlyQuiet: true,
    holds: {
      '1.03 (1.005–1.056)': chunked(inTurn((60 / 1.03) * Math.exp(0.033), 60 / 1.03 / Math.exp(0.033))),
    },
    excludes: { '1.2': chunked(50) },
  },
  'task-shorter-than-dispatch': {
    bound: 'getting a chunk takes as long as doing it',
    onlyQuiet: true,
    holds: { '1.41 (0.65–3.1) times': dear(inTurn(1, 8)) },
    excludes: { '15 times': dear(() => 30) },
  },
  'dead-code-suspected': {
    bound: '100 ns a task',
    holds: { '90 ns (37–143)': empty(inTurn(0.2, 1.6)) },
    excludes: { '12 ns': empty(() => 0.12) },
  },
  'memory-bounds-workers': {
    bound: '7.50 GiB',
    holds: { '7.6 GiB (6.9–8.3)': holding(inTurn(850, 1096)), '7.4 GiB': holding(() => 947) },
    excludes: { '7.6 GiB': holding(() => 973) },
  },
  'nested-pools': {
    bound: '1.3 CPUs',
    onlyQuiet: true,
    holds: { '1.6 CPUs (1.07–2.13)': inventRecord({ cases: [serial({ ownCpu: inTurn(0.9, 2.3) })] }) },
    excludes: { '3.6 CPUs': inventRecord({ cases: [serial({ ownCpu: 3.6 })] }) },
  },
  'tasks-wait': {
    bound: '15 % of their time',
    onlyQuiet: true,
    holds: { '25 % (6–44 %)': waiting(inTurn(100, 50)) },
    excludes: { '40 %': waiting(() => 60) },
  },
  'clock-speed': {
    bound: '0.95 of the clock',
    holds: {
      'the pool’s clock is unsteady': clocked(inTurn(3_600, 3_600), inTurn(3_700, 2_700)),
      'so it is in the course of the run': clocked(falling(3_240, 0.12)),
    },
    excludes: {
      'beside a pool': clocked(
        () => 3_600,
        () => 3_060,
      ),
      'in the course of the run': clocked(falling(3_240, 0.01)),
    },
  },
  'cpu-quota': {
    bound: '1 % of the time',
    onlyQuiet: true,
    holds: { '2 % (0.6–3.4 %)': throttledFor(inTurn(0.001, 0.039)) },
    excludes: { '48 %': throttledFor(() => 0.48), '0.1 %': throttledFor(() => 0.001) },
  },
  'program-start-up': {
    bound: '1 ms of a chunk',
    onlyQuiet: true,
    holds: { '20 ms (−5 to 45)': startingFor(inTurn(55, -15)) },
    excludes: { '20 ms': startingFor(() => 20) },
  },
  'persistent-saves': {
    bound: '1 ms of a chunk',
    onlyQuiet: true,
    holds: { '20 ms (−5 to 45)': savingOf(inTurn(55, -15)) },
    excludes: { '20 ms': savingOf(() => 20) },
  },
  'program-threads': {
    bound: '1.2 times as many CPUs as it was told',
    onlyQuiet: true,
    holds: { '2.9 CPUs (2.1–3.7)': keepingBusy(inTurn(4, 1.8)) },
    excludes: { '4 CPUs': keepingBusy(() => 4) },
  },
  superlinear: {
    bound: '1.05 times what one worker does',
    holds: { '1.15 (0.92–1.44)': curve({ physicalCores: 4 }, { 1: 1, 2: 2.3, 4: 4.6 }, 0.3) },
    excludes: { '1.15': curve({ physicalCores: 4 }, { 1: 1, 2: 2.3, 4: 4.6 }, 0.01) },
  },
  'topology-disagrees': {
    bound: 'a second thread that does 0.9 of what a core does',
    holds: { 'unsteady beyond the cores': curve(smt, { 1: 1, 4: 4, 8: 8, 16: 16 }, 0.1) },
    excludes: { 'steady ones': curve(smt, { 1: 1, 4: 4, 8: 8, 16: 16 }, 0) },
  },
  'leave-one-core-free': {
    bound: '0.97 of the speed with all cores',
    onlyQuiet: true,
    holds: { '0.80 (0.59–1.08)': oneFewer(inTurn(125 / 1.5, 125 * 1.5)) },
    excludes: { '0.80': oneFewer(125), '1.00': oneFewer(inTurn(99, 101)) },
  },
  'event-loop-blocked': {
    bound: '50 ms',
    onlyQuiet: true,
    holds: { '100 ms (20–180)': blocking(inTurn(20, 180)) },
    excludes: { '197 ms': blocking(() => 197) },
  },
  'speedup-differs-from-scaling': {
    bound: 'one worker 1.05 times as fast as serial, or as slow',
    onlyQuiet: true,
    holds: {
      '0.89 (0.75–1.05)': inventRecord({
        cases: [serial(), pool(1, { wallMs: inTurn(90, 140) }), pool(2, { wallMs: 52 })],
      }),
    },
    excludes: {
      '0.80': inventRecord({ cases: [serial(), pool(1, { wallMs: 125 }), pool(2, { wallMs: 62.5 })] }),
      '1.25': inventRecord({ cases: [serial(), pool(1, { wallMs: 80 }), pool(2, { wallMs: 40 })] }),
    },
  },
  'extrapolation-guess': {
    bound: 'an efficiency of 0.9; too few counts, or a knee that was not measured, are counts',
    holds: {
      '0.88 (0.85–0.92)': curve({ physicalCores: 8 }, { 1: 1, 2: 1.97, 4: 3.8, 8: 7.1 }, 0.03),
    },
    excludes: { '0.69': curve({ physicalCores: 8 }, { 1: 1, 2: 1.9, 4: 3.4, 8: 5.5 }, 0.001) },
  },
  'cold-start': {
    bound: 'a cold pass as long as a warm one',
    holds: { '1.29 (0.78–2.13)': cold(inTurn(80, 300)) },
    excludes: { '1.67': cold(200) },
  },
  'not-confirmed': {
    bound: '1.03 times the speedup that was chosen by',
    holds: { '0.95 (0.91–0.98)': confirmed([61, 66, 62.5, 65, 63]) },
    excludes: { '0.75': confirmed([80, 80, 80, 80, 80]) },
  },
  'not-yet-steady': {
    bound: 'a first pass 1.03 times as long',
    holds: { '1.07 (0.98–1.16)': slowFirst(inTurn(0.96, 1.19)) },
    excludes: { '1.11': slowFirst(inTurn(1.1, 1.12)) },
  },
};
