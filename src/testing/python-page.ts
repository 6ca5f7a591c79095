import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../own-package.js';

export type Language = 'python' | 'ts';

export interface Block {
  /** Heading that it stands under. */
  section: string;
  language: string;
  /** The rest of the line that opens the fence. */
  info: string;
  code: string;
}

export const page = readFileSync(join(packageRoot, 'docs/from-python.md'), 'utf8');
export const blocks = blocksOf(page);

function blocksOf(text: string): Block[] {
  let section = '';
  return [...text.matchAll(/^#+ (.+)$|^```(\w+) ?(.*)\n([\s\S]*?)^```$/gm)].flatMap(
    ([, heading, language, info, code]) => {
      section = heading ?? section;
      return heading === undefined ? [{ section, language: language!, info: info!, code: code! }] : [];
    },
  );
}
const comment = { python: '#', ts: '//', js: '//' };
export const nameOf = ({ code, language }: Block) =>
  new RegExp(`^${comment[language as keyof typeof comment]} (\\S+\\.\\w+)\\n`).exec(code)?.[1];
export const preamble = (name: string) => blocks.find((block) => nameOf(block) === name)!.code;

/** What a block prints: the next text for its language that stands before another block of that language. */
export function outputOf(block: Block): string | undefined {
  const wanted = block.language === 'ts' ? 'corewise' : 'python';
  for (const { language, info, code } of blocks.slice(blocks.indexOf(block) + 1)) {
    if (language === block.language) return undefined;
    if (language === 'text' && (info === '' || info === wanted)) return code;
  }
  return undefined;
}

export const rows = [...page.matchAll(/^\| `(.+?)` +\| `(.+?)` +\| `(.+?)` +\|$/gm)].map(
  ([, python, ours, gives]) => ({ python: python!, ours: ours!, gives: gives! }),
);
