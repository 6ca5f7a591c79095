import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkEnded, checkedRecord } from './outcome.js';
import { begun, checkSaid, quick, type Scene } from './scene.js';

export const tooLarge: Scene = {
  fault: 'files may not grow (ulimit -f)',
  async play(stage) {
    const { out, tally, name, random } = stage;
    const ended = await stage.run(quick(out), { limit: `ulimit -f ${1 + random.int(64)}` });
    tally.injected(this.fault);
    await checkEnded(out, ended, tally, name);
    checkSaid(ended, stage);
    if ((await checkedRecord(out, tally, name)) === undefined) return;
    const again = await stage.run(['report', out, '--format', 'json,html,md']);
    if (again.code !== 0)
      tally.wrong('wrong answers', `${name}: reported again, exit ${again.code}: ${again.stderr}`);
  },
};

/** A file system that holds 64 KiB, of which no more than 16 are free. */
export const noRoom: Scene = {
  fault: 'the temporary folder is full',
  async play(stage) {
    const { folder, out, tally, random } = stage;
    const temporary = join(folder, 'tmp');
    mkdirSync(temporary);
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', temporary]);
    try {
      writeFileSync(join(temporary, 'filled'), Buffer.alloc(4_096 * (12 + random.int(5))));
      const ended = await stage.run(quick(out, 1), { temporary });
      tally.injected(this.fault);
      await checkEnded(out, ended, tally, stage.name);
      checkSaid(ended, stage);
    } finally {
      execFileSync('umount', [temporary]);
    }
  },
};

export const deleted: Scene = {
  fault: 'the output folder is deleted',
  async play(stage) {
    const { out, tally, name } = stage;
    const { ending } = await begun(stage, quick(out, 1_000));
    rmSync(out, { recursive: true, force: true });
    tally.injected(this.fault);
    const { code, stderr } = await ending;
    const left = existsSync(out) ? readdirSync(out) : [];
    if (code !== 1 || !stderr.includes('was deleted, moved or replaced') || existsSync(out))
      tally.wrong('wrong answers', `${name}: exit ${code}, ${left.length} files: ${stderr}`);
  },
};

export const atOnce: Scene = {
  fault: 'a second run into the same folder',
  async play(stage) {
    const { out, tally, name } = stage;
    const { ending } = await begun(stage, quick(out, 1));
    const second = await stage.run(quick(out, 1));
    tally.injected(this.fault);
    const first = await ending;
    if (first.code !== 0 || second.code !== 2)
      tally.wrong(
        'wrong answers',
        `${name}: exit ${first.code} and ${second.code}: ${first.stderr}${second.stderr}`,
      );
    await checkEnded(out, first, tally, name);
  },
};
