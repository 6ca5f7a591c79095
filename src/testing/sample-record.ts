import { writeFileSync } from 'node:fs';
import { type Observation, RECORD_SCHEMA, type RecordHeader, type RunRecord } from '../record/index.js';

const oneWorker = {
  id: 'cycles/threads/1',
  scenario: 'cycles',
  params: { tasks: 12 },
  engine: 'threads',
  dispatch: 'imapUnordered',
  workers: 1,
  chunksize: 1,
  chunksizeAsked: [1],
  cores: 2,
  cpus: null,
  role: 'asked' as const,
};

/** The header of an invented run with one case, `cycles/threads/1`, on two cores. */
export const sampleHeader: RecordHeader = {
  schema: RECORD_SCHEMA,
  plan: {
    suite: 'sample',
    label: 'sample',
    command: 'corewise run cycles',
    startedAt: '2026-01-02T03:04:05.000Z',
    cases: [oneWorker],
    rounds: null,
    minRounds: 10,
    precision: 0.05,
    maxTimeMs: 150_000,
    observationMs: 500,
    openEndedMs: 1000,
    gate: { foreignCpu: 0.05, stealShare: 0.01 },
    pin: 'none',
  },
  host: {
    cpu: 'Invented CPU',
    cpus: [0, 1].map((id) => ({ id, package: 0, core: id, capacity: 1 })),
    allowed: [0, 1],
    quotaCpus: null,
    memoryGiB: 8,
    memoryLimitGiB: null,
    node: '20.20.2',
    v8: '11.3',
    os: 'Linux 6',
    platform: 'linux',
    arch: 'x64',
    virtualization: null,
    canConfine: true,
    hasProc: true,
  },
  scenarios: [
    {
      name: 'cycles',
      description: 'Burns cycles.',
      params: { tasks: 12 },
      hash: 'abc',
      packages: [],
      openEnded: false,
      tasks: 2,
      taskMs: [10, 10.5],
    },
  ],
  seed: 1,
  versions: { corewise: '0.1.0' },
};

/** A valid observation of that case. */
export function sampleObservation(round: number): Observation {
  return {
    kind: 'observation',
    case: oneWorker.id,
    round,
    order: round,
    passes: 1,
    wallMs: [120],
    lanes: [
      { worker: 0, startupMs: 40, busyMs: 119, idleMs: 1, tailMs: 0, unusedMs: 0, collectMs: 0, chunks: 12 },
    ],
    disturbance: { foreignCpu: 0.01, stealShare: 0, throttledMs: 0, swapPages: 0, switches: 3 },
    eventLoopDelayMs: null,
    counts: { submitted: 12, ok: 12, failed: 0, lost: 0 },
  };
}

/** Writes a record as a run would have left it, over what was there, and returns the file. */
export function saveRecord(file: string, { header, lines }: RunRecord): string {
  writeFileSync(file, [header, ...lines].map((line) => `${JSON.stringify(line)}\n`).join(''));
  return file;
}
