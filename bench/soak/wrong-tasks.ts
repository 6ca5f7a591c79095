import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../src/own-package.js';
import { checkEnded } from './outcome.js';
import { measured, type Scene } from './scene.js';
import type { Stage } from './stage.js';

const work = join(packageRoot, 'dist/bench/soak/work.js');

/** A run of two scenarios, of which the second is sound. */
export function twoScenarios({ folder, out, random }: Stage, engine: string, fault = 'none'): string[] {
  const dispatch = ['map', 'imap', 'imapUnordered', 'apply'][random.int(4)]!;
  const shared = { chunksizes: [1], dispatches: ['imapUnordered'] };
  const wrong = { scenario: work, params: { fault }, engines: ['serial', engine], workers: [2] };
  const sound = {
    scenario: 'cycles',
    params: { iterations: 100_000 },
    engines: ['serial', 'threads'],
    workers: [1],
  };
  const suite = {
    name: 'soak',
    sweeps: [
      { ...shared, ...wrong, dispatches: [dispatch] },
      { ...shared, ...sound },
    ],
  };
  writeFileSync(join(folder, 'suite.mjs'), `export default ${JSON.stringify(suite)};\n`);
  return ['run', '--suite', './suite.mjs', '--task-timeout', '1s', ...measured(1, out)];
}

/** A task that goes wrong takes down its own case and no other. `isBorne`: it takes down none. */
export function wrongTask(fault: string, param: string, isBorne = false): Scene {
  return {
    fault,
    async play(stage) {
      const { out, tally, name } = stage;
      const ended = await stage.run(twoScenarios(stage, 'threads', param));
      tally.injected(fault);
      const report = await checkEnded(out, ended, tally, name);
      const fates = (report?.cases ?? []).map(
        ({ scenario, engine, workers, status }) => `${scenario} ${engine} ${workers} ${status}`,
      );
      const wanted = [`soak-work threads 2 ${isBorne ? 'ok' : 'failed'}`, 'cycles threads 1 ok'];
      if (ended.code !== (isBorne ? 0 : 1) || !wanted.every((fate) => fates.includes(fate)))
        tally.wrong('wrong answers', `${name}: exit ${ended.code}, ${fates.join('; ')}: ${ended.stderr}`);
    },
  };
}
