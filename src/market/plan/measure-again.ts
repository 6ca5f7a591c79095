import type { RunRecord } from '../../record/index.js';

/** Half the width takes four times the time. */
const LONGER = 4;
const LEAST_MINUTES = 5;

/** What to run for a record that decides more, as a sentence. */
export function measureAgainText({ header, lines }: RunRecord): string {
  const { command, maxTimeMs } = header.plan;
  const stopped = lines.find((line) => line.kind === 'stopped');
  const spentMs = Math.max(stopped?.elapsedMs ?? 0, maxTimeMs ?? 0);
  const minutes = Math.max(LEAST_MINUTES, Math.ceil((LONGER * spentMs) / 60_000));
  const rest = /^(?:npx )?corewise run\b(.*)$/.exec(command)?.[1];
  if (rest === undefined)
    return `Measure for ${minutes} min: ${command}, with maxTimeMs ${60_000 * minutes}.`;
  return `Run: npx corewise run${withoutLimits(rest)} --max-time ${minutes}m`;
}

/** What bounds the measuring, and where the record of it went. */
function withoutLimits(options: string): string {
  return options.replace(/ --(?:max-time|rounds|precision|out)[ =](?:'[^']*'|\S+)/g, '');
}
