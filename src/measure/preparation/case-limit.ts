import { LOAD_TIMEOUT_MS } from '../../workers/engines/index.js';
import type { Case } from '../cases/index.js';
import type { SerialPass } from '../runner/index.js';
import type { StudyOptions } from './options.js';
import { type SerialPasses, serialOfCase } from './serial/serial-passes.js';

/** Of what may take `--load-timeout` each time: loading, `setup`, `prepare`, `cleanup`, `teardown`. */
const STEPS = 5;
/** What serial took for the same tasks, as many times. */
const TIMES_SERIAL = 100;
/** For a task's way to a worker and back, however short it is: the dearest take a tenth of that. */
const A_TASK_MS = 1;

export interface CaseLimitOptions extends Pick<StudyOptions, 'caseTimeoutMs' | 'loadTimeoutMs'> {
  observationMs: number;
}

/** What of a case, or of a ceiling, decides how long a visit may take. */
type Limited = Pick<Case, 'scenario' | 'params' | 'workers' | 'cores'> & {
  quota?: number | undefined;
  dispatch?: string;
  chunksize?: number | undefined;
};

/**
 * How long a visit may take, ms: what was asked for, else far more than an honest one does, whose time follows from
 * serial's. 5 × `--load-timeout` + (100 × (serial's visit + an observation) + 1 ms per task) × workers per CPU.
 * Undefined where serial was not measured.
 */
export function caseLimitMs(
  of: Limited,
  serialPasses: Pick<SerialPasses, 'of'>,
  options: CaseLimitOptions,
): number | undefined {
  if (options.caseTimeoutMs !== undefined) return options.caseTimeoutMs;
  const serial = serialOfCase(serialPasses, of);
  return 'failure' in serial ? undefined : derivedLimitMs(of, serial, options);
}

function derivedLimitMs(
  { workers, cores, quota = cores }: Limited,
  { tasks, passMs, visitMs = passMs }: SerialPass,
  { observationMs, loadTimeoutMs = LOAD_TIMEOUT_MS }: CaseLimitOptions,
): number {
  const cpus = Math.min(cores, quota);
  const workMs = TIMES_SERIAL * (visitMs + observationMs) + A_TASK_MS * tasks;
  return STEPS * loadTimeoutMs + workMs * Math.max(1, workers / cpus);
}
