import { describe, expect, it } from 'vitest';
import { commandLine, withNpx, withOption, wordsOf } from './command-line.js';

it.each([
  [['run', 'cycles', '--param', 'tasks=24'], 'corewise run cycles --param tasks=24'],
  [['run', './my work.ts'], "corewise run './my work.ts'"],
  [['run', '--label', "it's"], `corewise run --label 'it'\\''s'`],
  [['run', '--label', ''], "corewise run --label ''"],
])('%j is shown as one would type it', (args, text) => {
  expect(commandLine(args)).toBe(text);
});

it.each([
  ['corewise run a', 'npx corewise run a'],
  ['npx corewise run a', 'npx corewise run a'],
  ['measure(corewise run)', 'measure(corewise run)'],
])('%s is typed as %s', (command, typed) => {
  expect(withNpx(command)).toBe(typed);
});

it.each([
  [['run', 'cycles', '--param', 'tasks=24']],
  [['run', './my work.ts', '--label', 'it\'s \\ "so"']],
  [['run', '--label', '']],
])('the words %j are those of the command that they made', (args) => {
  expect(wordsOf(commandLine(args))).toEqual(args);
});

it('what is no command line has no words', () => {
  expect(wordsOf('measure(suite)')).toBeUndefined();
});

describe('a command with another value of an option', () => {
  it.each([
    ['corewise run a', 'npx corewise run a --max-time 5m'],
    ['npx corewise run a', 'npx corewise run a --max-time 5m'],
    ['corewise run --max-time 60s a', 'npx corewise run a --max-time 5m'],
    ['corewise run --max-time=60s a', 'npx corewise run a --max-time 5m'],
    ['corewise run a --out results', 'npx corewise run a --max-time 5m'],
    ['corewise exec -- make --max-time 1', 'npx corewise exec --max-time 5m -- make --max-time 1'],
  ])('%s', (command, other) => {
    expect(withOption(command, '--max-time', '5m')).toBe(other);
  });

  it('keeps every word as it was quoted', () => {
    const command = commandLine(['run', './my work.ts', '--label', "it's --max-time"]);
    expect(withOption(command, '--max-time', '5m')).toBe(`npx ${command} --max-time 5m`);
  });

  it.each(['measure(suite)', ''])('there is none of %j', (command) => {
    expect(withOption(command, '--max-time', '5m')).toBeNull();
  });
});
