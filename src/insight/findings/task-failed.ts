import { SERIAL } from '../../measure/cases/index.js';
import type { RecordLine, RunRecord } from '../../record/index.js';
import { listed } from '../../stats/index.js';
import { type Analysis, type CaseResult, groupBy, nameSetting, nameWork } from '../analysis/index.js';
import type { Finding } from './finding.js';

type Failed = Extract<RecordLine, { kind: 'failed' }>;

/** Tasks threw, or workers were lost: such cases have no figures. */
export function taskFailed({ header, lines }: RunRecord, { cases }: Analysis): Finding[] {
  const failed = cases.filter(({ status, verified }) => status === 'failed' && verified !== false);
  const groups = groupBy(failed, ({ case: one, reason }) => `${nameWork(one, header.plan.cases)} ${reason}`);
  return [...groups.values()].map((same) => {
    const ids = same.map((result) => result.case.id);
    const line = lines.find((each): each is Failed => each.kind === 'failed' && each.case === ids[0]);
    const stack = line?.stack ?? [];
    return {
      check: 'task-failed',
      severity: 'error',
      cases: ids,
      message: `${nameWork(same[0]!.case, header.plan.cases)} failed with ${listed(same.map((result) => nameSetting(result.case)))}: ${same[0]!.reason}`,
      advice: `${adviceFor(same, line)} A failed case has no figures.`,
      ...detailsOf(stack, line?.process),
    };
  });
}

type Process = NonNullable<Failed['process']>;

const MOST_LINES = 10;

/** What a program said last, or where in the user's code it was. */
function detailsOf(stack: readonly string[], process: Process | undefined): { details?: string[] } {
  const said = process?.stderr.split('\n').filter((line) => line.trim() !== '') ?? [];
  const details = process ? said.slice(-MOST_LINES) : stack.map((frame) => `at ${frame}`);
  return details.length > 0 ? { details } : {};
}

function adviceFor(failed: readonly CaseResult[], line: Failed | undefined): string {
  if (!hasSerial(failed) && /when (?:its )?memory runs out/.test(failed[0]!.reason ?? ''))
    return FEWER_AT_ONCE;
  if (failed[0]!.case.command === 'persistent') return TYPE_TASK;
  if (line?.process) return byHand(line.process);
  return failed[0]!.case.command ? COMPARE : adviceOn(failed, line);
}

const COMPARE = 'Run the command twice by hand and compare. Outputs that differ by nature need --no-verify.';

const TYPE_TASK =
  'Start the worker by hand and type a task, such as {"task": "1"}: it must answer each with one line.';

function byHand({ command, exitCode }: Process): string {
  const status = exitCode === null ? '' : ' Only exit code 0 counts as success.';
  return `Run it by hand: ${command}.${status}`;
}

function adviceOn(failed: readonly CaseResult[], line: Failed | undefined): string {
  if (line && /^(?:Redis (?:at|has lost)|No machine is left) /.test(line.reason)) return LOOK_THERE;
  switch (line?.how) {
    case 'stray':
      return 'Await every promise that a task starts and catch in every callback: an error that escapes its task can spoil any other.';
    case 'memory':
      return hasSerial(failed) ? SMALLER_TASKS : FEWER_WORKERS;
    case 'lost':
      return 'Look for process.exit, a native package that crashes, and limits of the system; run.log has the last output of what died.';
    case 'task':
      if (/Tasks arrive changed/.test(line.reason)) return PLAIN_TASKS;
      return /cannot be sent/.test(line.reason) ? SEND_DATA : DEBUG;
    default:
      return hasSerial(failed) ? DEBUG : TRY_SERIAL;
  }
}

const hasSerial = (results: readonly CaseResult[]) => results.some(({ case: one }) => one.engine === SERIAL);

const LOOK_THERE =
  'Check that Redis runs and that every machine can reach it, then start npx corewise worker where it has ended.';
const FEWER_WORKERS = 'Try fewer --workers first: each has a heap of its own.';
const FEWER_AT_ONCE =
  'Try fewer --workers first, or let tasks hold less; the column memory has what each worker held.';
const SMALLER_TASKS =
  'Serial runs one task at a time, so a single task needs this much: let it hold less, or raise the limit.';

const PLAIN_TASKS = 'Let tasks() return plain data, and make the objects in run.';
const SEND_DATA =
  'Send data that a message carries: no functions, symbols, promises or objects of the system. --engine serial runs without messages.';
const DEBUG = 'With --engine serial --inspect-worker a debugger stops where it goes wrong.';
const TRY_SERIAL = 'See whether --engine serial runs it: there are no messages and no other workers.';
