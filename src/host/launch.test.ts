import { execFileSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { need, needs } from '../testing/needs.js';
import { dieWithParent } from './launch.js';

it.skipIf(!need('setpriv'))(`a program is started in the process itself${needs('setpriv')}`, () => {
  const { command, args } = dieWithParent()!;
  const script = 'console.log(process.ppid, process.argv.slice(1).join())';
  const output = execFileSync(command, [...args, process.execPath, '-e', script, '--', '-a', 'b'], {
    encoding: 'utf8',
  });
  expect(output).toBe(`${process.pid} -a,b\n`);
});

it('is there on Linux alone', () => {
  if (process.platform !== 'linux') expect(dieWithParent()).toBeUndefined();
  else expect(dieWithParent() !== undefined).toBe(need('setpriv') !== undefined);
});
