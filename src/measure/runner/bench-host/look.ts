import { UsageError } from '../../../errors.js';
import { MOST_TASKS } from '../../../record/index.js';
import type { Params, Payload, Scenario, Suite } from '../../../scenario/index.js';
import { importScenarioAt, importSuiteAt, resolveParams } from '../../../scenario/loading/index.js';
import { seededRandom } from '../../../stats/index.js';
import { payloadOf } from '../../../workers/engines/index.js';
import type { Loading, Looked, LookRequest, SuiteRequest } from './protocol.js';
import type { Stage } from './stage.js';

/** Loads a scenario and counts its tasks. Rejects with UsageError, UnavailableError or OverdueError. */
export async function lookAtScenario(request: LookRequest, stage: Stage, loading: Loading): Promise<Looked> {
  const { source, module, seed } = request;
  const loaded = await stage.during('load', () => loading(request, importScenarioAt(source, module)));
  const { scenario } = loaded;
  const params = resolveParams(scenario, request.params);
  const of = { scenario, source, params };
  const { name, description, params: defaults, verify } = scenario;
  return {
    scenario: {
      ...{ name, description, params: defaults },
      openEnded: scenario.openEnded === true,
      spread: scenario.spread === true,
      run: scenario.run !== undefined,
      consume: scenario.consume !== undefined,
      ...(verify !== undefined && { verify }),
    },
    export: loaded.export,
    params,
    tasks: stage.during('tasks', () => countTasks(of, seed)),
    payload: stage.during('payload', () => choosePayload(of)),
  };
}

/** Loads a suite: plain data. Rejects with UsageError or OverdueError. */
export function lookAtSuite(request: SuiteRequest, stage: Stage, loading: Loading): Promise<Suite> {
  return stage.during('load', () => loading(request, importSuiteAt(request.source, request.module)));
}

interface Resolved {
  scenario: Scenario;
  source: string;
  params: Params;
}

const payloads: readonly unknown[] = ['copy', 'transfer', 'share'] satisfies Payload[];

function choosePayload({ scenario, source, params }: Resolved): Payload {
  const payload = payloadOf(scenario, params);
  if (payloads.includes(payload)) return payload;
  throw new UsageError(
    `payload() of "${scenario.name}" (${source}) gave ${JSON.stringify(payload)}; it must give "copy", "transfer" or "share".`,
  );
}

function countTasks({ scenario, source, params }: Resolved, seed: number): number {
  let tasks: readonly unknown[];
  try {
    tasks = scenario.tasks(params, seededRandom(seed));
  } catch (cause) {
    throw new UsageError(`tasks() of "${scenario.name}" (${source}) threw: ${String(cause)}`, { cause });
  }
  if (!Array.isArray(tasks))
    throw new UsageError(`tasks() of "${scenario.name}" (${source}) must return an array.`);
  if (tasks.length === 0)
    throw new UsageError(
      `tasks() of "${scenario.name}" (${source}) returned no task: there is nothing to measure.`,
    );
  if (tasks.length > MOST_TASKS)
    throw new UsageError(
      `tasks() of "${scenario.name}" (${source}) returned ${tasks.length.toLocaleString('en-US')} tasks; a run takes at most ${MOST_TASKS.toLocaleString('en-US')}. Let each task do more.`,
    );
  const alone = scenario.spread ? tasks.findIndex((task) => !Array.isArray(task)) : -1;
  if (alone >= 0)
    throw new UsageError(
      `tasks() of "${scenario.name}" (${source}) must return lists of arguments, since "spread" is set; task ${alone} is none.`,
    );
  return tasks.length;
}
