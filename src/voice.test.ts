import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { packageRoot } from './own-package.js';

/** Phrases that one has to read twice; docs/style.md has what to say instead. */
const phrases = [
  /\b(?:is|are|was|were) told\b/,
  /\banew\b/,
  /\bso many\b/,
  /\b(?:it )?pays? from\b/,
  /\bfor want of\b/,
  /\bwhoever\b/,
  /\bwhat to mend\b/,
  /\bmend(?:ed)? it\b/,
  /× faster than serial/,
  /\bis open whether\b/,
  /\bcame meanwhile\b/,
  /\b(?:ms|tasks|chunks|results?|threads|workers|records?) an? (?:task|chunk|worker|core|message|side|instance)\b(?! (?:takes|makes|holds|has))/,
  /\bfrom \d+ on[,. ]/,
  /\bon a side\b/,
  /\bin company\b/,
  /\bis no (?:number|time|catalog|JSON|whole)\b/,
  /\bon as many CPUs\b/,
  /\bfor ever\b/,
  /\bmany a\b/,
  /\bwas mended\b/,
  /\bmust be (?:a|an object of) texts?\b/,
  /\bJSON has not\b/,
  /\bno number of JavaScript\b/,
  /\btake (?:lower-case|another) \w+/,
  /\bshall I\b/,
  /\bin peace\b/,
  /\bother results (?:than|each time)\b/,
  /\blist of texts\b/,
  /\bone text (?:for|in)\b/,
  /\bnobody sells\b/,
  /\ba (?:name|record|job|row|database|line|throughput|thread|timeline) an? (?:machine|line|node|worker|core|case|thread|task)\b/,
  /\bthroughput a core\b/,
  /\b(?:is|are) enough with \d/,
  /\bends with 1\b/,
  /\bit pays\b/,
  /\bless precisely than to\b/,
  /\btaken for (?:the (?:workers|same|time|physical)|busy|95)/,
  /\btaken as there\b/,
  /\btaken to (?:be|cost|grow)\b/,
  /\bin turns\b/,
  /\bbetween both\b/,
  /\bholds text, no\b/,
  /\bspeedup is over\b/,
  /\b(?:commit|entry|once) a (?:record|task|worker)[,.:;)]/,
  /\b(?:do|does) not tell (?:how|whether|which|what)\b/,
  /\btells nothing of\b/,
  /\bthere again\b/,
];
const banned = new RegExp(phrases.map(({ source }) => source).join('|'), 'i');

const isProduct = (file: string) =>
  /\.tsx?$/.test(file) && !/\.test\.|\.d\.ts$|(?:^|[\\/])(?:testing|fixtures|checklist)[\\/]/.test(file);
const filesIn = (folder: string) =>
  readdirSync(join(packageRoot, folder), { recursive: true, encoding: 'utf8' }).map((file) =>
    join(folder, file),
  );
const read = (file: string) => readFileSync(join(packageRoot, file), 'utf8');

/** What stands between quotes in a source, comments left out. */
function textsOf(source: string): string[] {
  const code = source.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '');
  return [...code.matchAll(/'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\.)*`/g)].map(
    ([text]) => text,
  );
}

it('texts are found, and comments are not', () => {
  const source = "/** 'one' */\n// 'two'\nsay('three', `four five`);";
  expect(textsOf(source)).toEqual(["'three'", '`four five`']);
});

describe('what a user can read has none of the phrases that one reads twice', () => {
  it('in the program', () => {
    const found = ['src', 'scenarios']
      .flatMap(filesIn)
      .filter(isProduct)
      .flatMap((file) =>
        textsOf(read(file))
          .filter((text) => banned.test(text))
          .map((text) => `${file}: ${banned.exec(text)![0]}: ${text}`),
      );
    expect(found).toEqual([]);
  });

  it('in the documentation', () => {
    const pages = ['README.md', ...filesIn('docs')].filter(
      (file) => /\.md$/.test(file) && !/style\.md$/.test(file),
    );
    const found = pages.flatMap((file) =>
      read(file)
        .split('\n')
        .flatMap((line, index) =>
          banned.test(line) ? [`${file}:${index + 1}: ${banned.exec(line)![0]}`] : [],
        ),
    );
    expect(found).toEqual([]);
  });
});
