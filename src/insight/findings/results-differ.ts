import type { RecordLine, RunRecord } from '../../record/index.js';
import { listed } from '../../stats/index.js';
import { type Analysis, type CaseResult, groupBy, nameSetting, nameWork } from '../analysis/index.js';
import type { Finding } from './finding.js';

/** Cases that compute something else than serial does. */
export function resultsDiffer({ header, lines }: RunRecord, { cases }: Analysis): Finding[] {
  const wrong = cases.filter(({ verified }) => verified === false);
  const name = ({ case: one }: CaseResult) => nameWork(one, header.plan.cases);
  const random = (result: CaseResult) => serialDiffersIn(lines, result.case.id);
  const kindOf = (result: CaseResult) => `${name(result)} ${random(result) ?? result.reason}`;
  return [...groupBy(wrong, kindOf).values()].map((same) => {
    const differs = random(same[0]!);
    const settings = listed(same.map((result) => nameSetting(result.case)));
    return {
      check: 'results-differ',
      severity: 'error',
      cases: same.map((result) => result.case.id),
      ...(differs === undefined
        ? {
            message: `${name(same[0]!)} gives different results from serial with ${settings}: ${same[0]!.reason}`,
            advice: adviceOn(same[0]!),
          }
        : {
            message: `${name(same[0]!)} gives different results each time it runs: serial differs from itself, so ${settings} cannot be checked against it. ${differs.replace(/^./, (first) => first.toUpperCase()).replace(/\.?$/, '.')}`,
            advice: same[0]!.case.command ? OUTPUT_OF_CHANCE : CHANCE,
          }),
    };
  });
}

function adviceOn({ case: one, reason }: CaseResult): string {
  if (one.command) return OUTPUT_DEPENDS;
  return /Tasks arrive changed/.test(reason ?? '') ? PLAIN_TASKS : DEPENDS;
}

const OUTPUT_DEPENDS =
  'Look for what programs that run side by side share: a file that several write, a folder, a port. ' +
  'Where outputs differ by nature, --no-verify leaves the comparison out.';

const OUTPUT_OF_CHANCE =
  'Let the program print nothing that changes from run to run, such as times, process ids or random numbers. ' +
  'Where it must, --no-verify leaves the comparison out.';

const PLAIN_TASKS =
  'Let tasks() return plain data, and make the objects in run (a Buffer: Buffer.from(task.buffer, task.byteOffset, task.length)).';

const DEPENDS =
  'Let run depend on its task and params alone: no state kept between tasks, no unseeded random numbers. ' +
  'Where sums may differ in their last digits, set verify: { tolerance } in the scenario.';

const CHANCE =
  'Take random numbers in tasks(params, random), which are the same in each pass, and leave times and counters out of the results. ' +
  "If the work is random by design, set verify: 'none' in the scenario: its results are then not compared.";

/** How serial differs from itself, where it was run again for this case. */
function serialDiffersIn(lines: readonly RecordLine[], id: string): string | undefined {
  const line = lines.find(
    (each): each is Extract<RecordLine, { kind: 'verification' }> =>
      each.kind === 'verification' && each.case === id,
  );
  return line?.serialDiffers;
}
