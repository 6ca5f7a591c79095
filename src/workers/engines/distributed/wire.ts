import { deserialize, serialize } from 'node:v8';
import { TaskError, UnsentTaskError, WorkerLostError } from '../../../errors.js';
import { type PortableModule, stackAtSources } from '../../../scenario/loading/index.js';
import type { ChunkTelemetry, LogEntry, Outcome, WorkerUsage } from '../../session/index.js';
import { isFailure } from '../../session/index.js';
import type { SessionSpec } from '../engine.js';
import { failedTask, type Place, unsentError } from '../outcomes.js';
import { type DescribedError, describeError, rebuildError } from '../protocol/described-error.js';

/** BullMQ carries JSON: what tasks and results are made of is more than that. */
export const encode = (value: unknown): string => serialize(value).toString('base64');
export const decode = <T>(text: string): T => deserialize(Buffer.from(text, 'base64')) as T;

/** A machine that runs `corewise worker`, as it tells of itself. */
export interface AgentFacts {
  id: string;
  host: string;
  /** CPUs that its threads may fill. */
  cores: number;
  /** Of corewise. */
  version: string;
}

/** What a session asks one agent for; each is a job of the agent's own queue. */
export type Order =
  | {
      kind: 'open';
      session: string;
      /** Of its first worker among the session's. */
      firstLane: number;
      spec: SessionSpec;
      /** Of the code, which lies in Redis under it. */
      hash: string;
    }
  | { kind: 'usage'; session: string; live: boolean }
  | { kind: 'stopAfter'; session: string; ms: number }
  | { kind: 'clearStop'; session: string }
  | { kind: 'close'; session: string };

/** Times are of Redis, ms, for who is on another clock. */
export type Report =
  | { kind: 'opened'; startupMs: number[]; clockErrorMs: number; clockOffsetMs: number; news: News }
  | { kind: 'refused'; error: DescribedError }
  | { kind: 'usage'; usage: WorkerUsage[] }
  | { kind: 'done'; news: News };

/** What became of workers since it was told last, each by its place in the session. */
export interface News {
  said: SaidBy[];
  lost: LostBy[];
}

type SaidBy = Omit<LogEntry, 'worker'> & { worker: number };
interface LostBy {
  worker: number;
  exitCode: number | null;
  signal: string | null;
  message: string;
}

export const NO_NEWS: News = { said: [], lost: [] };

/** [chunk id, outcome index of the first task, tasks]. */
export type ChunkJob = [id: number, first: number, tasks: readonly unknown[]];

/** What became of a task that failed. */
type Failed =
  | { position: number; cause: DescribedError; isUnsent: boolean }
  | { position: number; lost: string; exitCode: number | null; signal: string | null };

export interface ChunkDone {
  values: unknown[];
  failed: Failed[];
  telemetry: ChunkTelemetry;
  news: News;
}

export function describeOutcomes(outcomes: readonly Outcome[]): Pick<ChunkDone, 'values' | 'failed'> {
  const values: unknown[] = [];
  const failed: Failed[] = [];
  for (const [position, outcome] of outcomes.entries()) {
    values.push(isFailure(outcome) ? undefined : outcome.value);
    if (isFailure(outcome)) failed.push(describeFailure(position, outcome.error));
  }
  return { values, failed };
}

function describeFailure(position: number, error: Error): Failed {
  if (error instanceof TaskError)
    return {
      position,
      cause: atSources(describeError(error.cause, canCarry)),
      isUnsent: error instanceof UnsentTaskError,
    };
  const { exitCode = null, signal = null } = error as Partial<WorkerLostError>;
  return { position, lost: error.message, exitCode, signal };
}

/** Its stacks name files of whoever sent the code. */
function atSources(described: DescribedError): DescribedError {
  if (!described.isError) return described;
  const { stack, cause, errors } = described;
  return {
    ...described,
    ...(stack !== undefined && { stack: stackAtSources(stack) }),
    ...(cause && { cause: atSources(cause) }),
    ...(errors && { errors: errors.map(atSources) }),
  };
}

function canCarry(value: unknown): boolean {
  try {
    serialize(value);
    return true;
  } catch {
    return false;
  }
}

/** `worker`: which of the session's had them. */
export function outcomesFrom({ values, failed }: ChunkDone, first: number, place: Place): Outcome[] {
  const outcomes: Outcome[] = values.map((value, position) => ({ index: first + position, value }));
  for (const one of failed) {
    const index = first + one.position;
    if ('lost' in one) {
      const error = new WorkerLostError(one.lost, place.worker, one.exitCode, one.signal);
      outcomes[one.position] = { index, error };
    } else {
      const cause = rebuildError(one.cause);
      outcomes[one.position] = one.isUnsent
        ? { index, error: unsentError(index, place, cause) }
        : failedTask(index, place, cause);
    }
  }
  return outcomes;
}

export const agentKey = (id: string) => `corewise:agent:${id}`;
export const sessionKey = (id: string) => `corewise:session:${id}`;
export const codeKey = (hash: string) => `corewise:code:${hash}`;
export const ordersOf = (agent: string) => `orders-${agent}`;
export const chunksOf = (session: string) => `chunks-${session}`;

export type SentModule = PortableModule;
