import { mayMount } from '../../src/testing/needs.js';
import { killed, signalled, sound } from './endings.js';
import { atOnce, deleted, noRoom, tooLarge } from './lost-files.js';
import { poolWork } from './pool-work.js';
import { measured, quick, type Scene } from './scene.js';
import type { Stage } from './stage.js';
import { twoScenarios, wrongTask } from './wrong-tasks.js';

const exec =
  (...words: string[]) =>
  ({ out }: Stage) => ['exec', '--range', '1..6', '--workers', '2', ...measured(1, out), ...words];

/** A worker in any language. */
const speaker = `echo '{"ready": true}'; while read -r line; do sleep 0.05; echo '{"result": 1}'; done`;

/** All that is done to runs and to the Pool. */
export const scenes: readonly Scene[] = [
  sound,
  signalled('the command is killed', 'SIGKILL', [null, 0]),
  signalled('Ctrl-C', 'SIGINT', [null, 130, 0]),
  signalled('SIGTERM', 'SIGTERM', [null, 143, 0]),
  signalled('SIGHUP', 'SIGHUP', [null, 129, 0]),
  killed(
    'a bench host is killed',
    (command) => command.includes('bench-host/entry'),
    ({ out }) => quick(out),
  ),
  killed(
    'a worker is killed',
    (command) => command.includes('process-entry'),
    (stage) => twoScenarios(stage, 'processes'),
  ),
  killed(
    'a program is killed',
    (command) => command.startsWith('sh -c sleep 0.07'),
    exec('--', 'sh', '-c', 'sleep 0.07; echo $1', 'sh', '{}'),
  ),
  killed(
    'a persistent program is killed',
    (command) => command.startsWith('sh -c echo'),
    exec('--persistent', '--', 'sh', '-c', speaker),
  ),
  tooLarge,
  ...(mayMount() ? [noRoom] : []),
  deleted,
  atOnce,
  wrongTask('a task throws', 'throws'),
  wrongTask('a task throws undefined', 'throws-nothing'),
  wrongTask('a task rejects', 'rejects'),
  wrongTask('a task leaves with exit code 0', 'leaves'),
  wrongTask('a task loops for ever', 'loops'),
  wrongTask('a task never settles', 'never-settles'),
  wrongTask('a result cannot be sent', 'cannot-be-sent'),
  wrongTask('a task floods the output', 'floods', true),
  poolWork('threads'),
  poolWork('processes'),
];
