import type { Resumed, RunRecord } from '../../record/index.js';
import { counted } from '../../stats/index.js';
import type { Finding } from './finding.js';

/** The run went on after it had ended: when, and what was otherwise then. */
export function resumed({ lines }: RunRecord): Finding[] {
  return lines.filter((line): line is Resumed => line.kind === 'resumed').map(findingOf);
}

function findingOf({ at, rounds, unfinished, differs }: Resumed): Finding {
  const [day, time] = [at.slice(0, 10), at.slice(11, 16)];
  const when = `The run was resumed on ${day} at ${time} UTC, after ${counted(rounds - unfinished, 'round')}`;
  if (differs === undefined)
    return {
      check: 'resumed',
      severity: 'info',
      cases: [],
      message: `${when}.`,
      advice: 'Its figures hold: they are ratios within rounds, and no round spans the pause.',
    };
  return {
    check: 'resumed',
    severity: 'warning',
    cases: [],
    message: `${when}, though something had changed: ${differs.join(' ')}`,
    advice: 'Figures from before and after are of different things: run it again before you rely on them.',
  };
}
