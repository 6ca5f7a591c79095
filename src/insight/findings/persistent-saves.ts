import { SERIAL, workKey } from '../../measure/cases/index.js';
import type { RecordHeader, RunRecord } from '../../record/index.js';
import {
  EQUIVALENCE_MARGIN,
  formatCount,
  formatMsInterval,
  formatPercent,
  formatRatioInterval,
  type Interval,
  liesAbove,
  liesBelow,
  meanInterval,
  ratioInterval,
} from '../../stats/index.js';
import { type Analysis, type CaseResult, groupBy, nameWork } from '../analysis/index.js';
import type { Finding } from './finding.js';
import { isQuiet, sharedRounds } from './over-rounds.js';
import { type Chunk, LEAST_START_MS, meanChunk, START_MATTERS } from './worker-times.js';

type Command = NonNullable<RecordHeader['scenarios'][number]['command']>;

/**
 * What a process that stays saves, where the record has the same tasks both ways: by the same program with the same
 * arguments, once started for every chunk and once for every worker, at the same time. From serial: a chunk of the one
 * less as many tasks of the other, in the same rounds. Its whole interval lies above 1 ms.
 */
export function persistentSaves(record: RunRecord, { cases }: Analysis): Finding[] {
  const serial = cases.filter(
    (result) => result.status === 'ok' && result.case.engine === SERIAL && isQuiet(result),
  );
  const of = (kind: Command['kind']) => serial.filter((result) => result.case.command === kind);
  const plain = [...groupBy(of('chunks'), ({ case: one }) => workKey(one)).values()];
  return of('persistent').flatMap((stays) =>
    plain
      .filter(([starts]) => areTheSame(commandOf(record, starts!), commandOf(record, stays)))
      .flatMap((same) => findingOf(record, same, stays) ?? []),
  );
}

function commandOf({ header }: RunRecord, { case: one }: CaseResult): WithTasks | undefined {
  const found = header.scenarios.find(({ name }) => name === one.scenario);
  return found?.command && { ...found.command, tasks: found.tasks };
}

type WithTasks = Command & { tasks: number };

/** The same program in the same folder for as many tasks; its script may be another one, behind which all is equal. */
function areTheSame(starts: WithTasks | undefined, stays: WithTasks | undefined): boolean {
  if (!starts || !stays || starts.shell || stays.shell) return false;
  const told = ({ argv: [program, _script, ...args], cwd, tasks }: WithTasks) =>
    JSON.stringify([program, ...args.filter((word) => !/\{(file)?\}/.test(word)), cwd, tasks]);
  return told(starts) === told(stays);
}

function findingOf(record: RunRecord, starts: readonly CaseResult[], stays: CaseResult): Finding | undefined {
  const sizes = starts.toSorted((a, b) => a.case.chunksize - b.case.chunksize);
  const [small, large] = [sizes[0]!, sizes.at(-1)!];
  const rounds = sharedRounds(record, [small, large, stays]).map((observations) => {
    const [one, other, staying] = observations.map(meanChunk) as [Chunk, Chunk, Chunk];
    const taskMs = staying.ms / staying.tasks;
    return {
      savedMs: one.ms - one.tasks * taskMs,
      chunkMs: one.ms,
      taskRatio: (other.ms - one.ms) / (other.tasks - one.tasks) / taskMs,
    };
  });
  const savedMs = meanInterval(rounds.map((round) => round.savedMs));
  const chunkMs = meanInterval(rounds.map((round) => round.chunkMs));
  if (!savedMs || !chunkMs || !liesAbove(savedMs, LEAST_START_MS)) return undefined;
  const taskRatio = small === large ? null : ratioInterval(rounds.map((round) => Math.log(round.taskRatio)));
  const { cases } = record.header.plan;
  const names = [small, stays].map((result) => nameWork(result.case, cases)).join(' and ');
  const share = savedMs.value / chunkMs.value;
  const of = `${formatPercent(share)} of the time at chunksize ${formatCount(small.case.chunksize)}`;
  return {
    check: 'persistent-saves',
    severity: 'info',
    cases: [...sizes, stays].map((result) => result.case.id),
    message: `${names} have the same tasks: a process that stays up saves ${formatMsInterval(savedMs)} per chunk, ${of}.${agreementOf(taskRatio)}`,
    advice:
      share >= START_MATTERS
        ? 'Use --persistent for tasks this short, or larger chunks where the program must start for each.'
        : 'Use the simpler one: for tasks this long the start hardly counts.',
  };
}

/** Whether the two agree on the tasks themselves, the start of one left out. */
function agreementOf(ratio: Interval | null): string {
  if (ratio === null || !Number.isFinite(ratio.value)) return '';
  const shown = formatRatioInterval(ratio);
  if (liesAbove(ratio, 1 + EQUIVALENCE_MARGIN) || liesBelow(ratio, 1 - EQUIVALENCE_MARGIN))
    return ` Without its start, a task of the other one takes ${shown} as long.`;
  return ` On the tasks themselves they agree: ${shown}.`;
}
