import { readdirSync } from 'node:fs';
import { setTimeout as after } from 'node:timers/promises';
import { endOf } from '../../src/record/index.js';
import { checkEnded, checkedRecord, checkKept, recordText } from './outcome.js';
import { end, processesIn } from './processes.js';
import { checkSaid, isRunning, LOOK_MS, quick, ROUNDS, RUN_MS, type Scene } from './scene.js';
import type { Stage } from './stage.js';

export const sound: Scene = {
  fault: 'none',
  async play(stage) {
    const ended = await stage.run(quick(stage.out));
    if (ended.code !== 0)
      stage.tally.wrong('wrong answers', `${stage.name}: exit ${ended.code}: ${ended.stderr}`);
    await checkEnded(stage.out, ended, stage.tally, stage.name);
  },
};

/** The command gets a signal at a random moment; then the run goes on. `codes`: how it may end. */
export function signalled(fault: string, signal: NodeJS.Signals, codes: readonly (number | null)[]): Scene {
  return {
    fault,
    async play(stage) {
      const { out, tally, random, name } = stage;
      const started = stage.start(quick(out));
      const ending = stage.ended(started);
      await after(random.next() * RUN_MS);
      if (isRunning(started) && started.child.kill(signal)) tally.injected(fault);
      const ended = await ending;
      if (!codes.includes(ended.code))
        tally.wrong('wrong answers', `${name}: exit ${ended.code}: ${ended.stderr}`);
      if (ended.code !== null) await checkEnded(out, ended, tally, name);
      await resume(stage);
      // Whoever comes next takes away what a killed run left.
      if (readdirSync(stage.temporary).length > 0) await stage.run(quick(`${out}-next`, 1));
    },
  };
}

/** Goes on with what was measured; nothing of it may be lost. */
async function resume(stage: Stage): Promise<void> {
  const { out, tally, name } = stage;
  const before = recordText(out);
  const record = await checkedRecord(out, tally, name);
  if (record === undefined || endOf(record.lines)?.reason === 'rounds') return;
  const ended = await stage.run(['run', '--resume', out, '--quiet', '--format', 'json,html']);
  checkKept(before, out, tally, name);
  // Nothing had been measured yet, and the answer says so.
  if (ended.code === 2 && ended.stderr.includes('interrupted before serial')) return;
  if (ended.code !== 0) tally.wrong('wrong answers', `${name}: resumed, exit ${ended.code}: ${ended.stderr}`);
  await checkEnded(out, ended, tally, name);
  const whole = await checkedRecord(out, tally, name);
  const last = whole && endOf(whole.lines);
  if (last?.rounds !== ROUNDS)
    tally.wrong('observations lost', `${name}: resumed, and ended with ${JSON.stringify(last)}`);
}

/** One of the processes that belong to a run is killed at a random moment. */
export function killed(
  fault: string,
  isVictim: (command: string) => boolean,
  args: (stage: Stage) => readonly string[],
): Scene {
  return {
    fault,
    async play(stage) {
      const { out, tally, random, folder } = stage;
      const started = stage.start(args(stage));
      const ending = stage.ended(started);
      await after(random.next() * RUN_MS * 0.7);
      while (isRunning(started)) {
        const victims = processesIn(folder).filter(({ command }) => isVictim(command));
        const victim = victims[random.int(Math.max(1, victims.length))];
        if (victim && end(victim.pid, 'SIGKILL')) {
          tally.injected(fault);
          break;
        }
        await after(LOOK_MS);
      }
      const ended = await ending;
      await checkEnded(out, ended, tally, stage.name);
      checkSaid(ended, stage);
    },
  };
}
