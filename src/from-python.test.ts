import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { packageRoot } from './own-package.js';
import { notCarriedOver } from './pool/checklist/testing/not-carried-over.js';
import { startProgram } from './testing/command-line.js';
import { need, needs } from './testing/needs.js';
import { blocks, type Language, nameOf, outputOf, page, preamble, rows } from './testing/python-page.js';
import { temporaryFolder } from './testing/temporary-folder.js';

interface Program {
  name: string;
  file: string;
  /** What the page says that it prints. */
  output: string;
}

const folder = temporaryFolder();

/** Writes the page's files and programs; returns those that print something. */
function programsIn(language: Language, complete: (code: string) => string): Program[] {
  return blocks
    .filter((block) => block.language === language)
    .flatMap((block, place) => {
      const given = nameOf(block);
      const file = given ?? `program_${place}.${language === 'ts' ? 'ts' : 'py'}`;
      const isWhole = given !== undefined && !given.startsWith('preamble');
      writeFileSync(join(folder, file), isWhole ? block.code : complete(given ? '' : block.code));
      // Packages from elsewhere are not there to run.
      const output = block.info.startsWith('needs') ? undefined : outputOf(block);
      return output === undefined ? [] : [{ name: `${block.section} (${file})`, file, output }];
    });
}

const indented = (code: string) => code.replace(/^(?=.)/gm, '    ');
const underTheGuard = (code: string) => `${preamble('preamble.py')}${indented(code || 'pass\n')}`;
const withImports = (code: string) => `${preamble('preamble.ts')}\n${code}`;

function writeTable(): void {
  const python = rows.map((row) => `    print(json.dumps(${row.python}))`).join('\n');
  const ours = rows.map((row) => `console.log(JSON.stringify(${row.ours}));`).join('\n');
  writeFileSync(join(folder, 'table.py'), underTheGuard(`import json\nwith Pool(2) as pool:\n${python}\n`));
  writeFileSync(
    join(folder, 'table.ts'),
    withImports(`await using pool = await Pool.open<Tasks>(tasks, { workers: 2 });\n${ours}\n`),
  );
}

async function stdoutOf(program: string, file: string, ...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await startProgram(program, [join(folder, file), ...args], folder).ended;
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return stdout;
}

const sameLines = (text: string) =>
  text
    .trim()
    .split('\n')
    .map((line) => JSON.stringify(JSON.parse(line)));

const programs = programsIn('ts', withImports);
const pythonPrograms = programsIn('python', underTheGuard);
const python = need('python3');

/** Runs programs of Node one after the other, in one process; prints what each printed. */
const NODE_RUNS_ALL = `const outputs = {};
const write = process.stdout.write.bind(process.stdout);
for (const file of process.argv.slice(2)) {
  outputs[file] = '';
  process.stdout.write = (text) => ((outputs[file] += text), true);
  await import('./' + file);
}
process.stdout.write = write;
console.log(JSON.stringify(outputs));
`;

/** The same of Python, side by side: each in a process of its own that has loaded what all of them import. */
const PYTHON_RUNS_ALL = `import concurrent.futures, json, multiprocessing.pool, os, runpy, sys
children = {}
for file in sys.argv[1:]:
    child = os.fork()
    if child == 0:
        output = os.open(file + '.txt', os.O_CREAT | os.O_WRONLY)
        os.dup2(output, 1)
        sys.argv = [file]
        runpy.run_path(file, run_name='__main__')
        sys.exit()
    children[file] = child
outputs = {}
for file, child in children.items():
    _, status = os.waitpid(child, 0)
    if status != 0: sys.exit(f'{file} ended with {status}')
    with open(file + '.txt') as output: outputs[file] = output.read()
print(json.dumps(outputs))
`;

/** What each of the programs prints, by its file. */
async function outputsOf(
  program: string,
  runner: { file: string; code: string },
  files: readonly string[],
): Promise<Record<string, string>> {
  writeFileSync(join(folder, runner.file), runner.code);
  return JSON.parse(await stdoutOf(program, runner.file, ...files));
}

/** As a user has it: the package by its name, and a compiler. */
function writeProject(): void {
  writeTable();
  mkdirSync(join(folder, 'node_modules'));
  symlinkSync(packageRoot, join(folder, 'node_modules/corewise'), 'junction');
  symlinkSync(join(packageRoot, 'node_modules/@types'), join(folder, 'node_modules/@types'), 'junction');
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  const compilerOptions = {
    target: 'es2022',
    lib: ['es2023', 'esnext.disposable'],
    module: 'nodenext',
    types: ['node'],
    strict: true,
    noUncheckedIndexedAccess: true,
    skipLibCheck: true,
  };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['*.ts'] }));
}

describe('the first program', () => {
  const first = blocks.filter(({ section }) => section === 'In ten lines');
  const files = first.filter(({ language }) => language === 'js');

  function write(name: string): string {
    const place = join(folder, name);
    mkdirSync(join(place, 'node_modules'), { recursive: true });
    symlinkSync(packageRoot, join(place, 'node_modules/corewise'), 'junction');
    writeFileSync(join(place, 'package.json'), '{ "type": "module" }');
    for (const block of files) writeFileSync(join(place, nameOf(block)!), block.code);
    return place;
  }

  it('has ten lines at most', () => {
    const lines = first.flatMap(({ language, code }) =>
      language === 'text' ? [] : code.split('\n').filter((line) => line !== '' && !/^\/\//.test(line)),
    );
    expect(lines.length).toBeLessThanOrEqual(10);
    expect(files.map(nameOf)).toEqual(['tasks.js', 'main.js']);
  });

  it('prints what it says, and the same with tasks in TypeScript', async () => {
    const output = first.find(({ language }) => language === 'text')!.code;
    write('in-javascript');
    expect(await stdoutOf(process.execPath, 'in-javascript/main.js')).toBe(output);
    const place = write('in-typescript');
    const main = readFileSync(join(place, 'main.js'), 'utf8').replace('./tasks.js', './tasks.ts');
    writeFileSync(join(place, 'main.js'), main);
    writeFileSync(join(place, 'tasks.ts'), 'export const square = (n: number): number => n * n;');
    expect(await stdoutOf(process.execPath, 'in-typescript/main.js')).toBe(output);
  });
});

it('has every program in both languages, with what it prints', () => {
  const sectionsOf = (language: Language) =>
    new Set(blocks.filter((block) => block.language === language).map(({ section }) => section));
  const ours = sectionsOf('ts');
  const alone = [...sectionsOf('python')].filter((section) => !ours.has(section));
  // Measuring is the command line's.
  expect(alone).toEqual(['Instead of `timeit` around a pool']);
  const silent = blocks.filter(
    (block) =>
      (block.language === 'ts' || block.language === 'python') &&
      nameOf(block) === undefined &&
      outputOf(block) === undefined,
  );
  expect(silent).toEqual([]);
  expect(rows.length).toBeGreaterThan(5);
  expect(programs.length).toBeGreaterThan(25);
});

it('links to sections that are there', () => {
  const anchorOf = (heading: string) =>
    heading
      .toLowerCase()
      .replace(/[^\w\s-]/g, '')
      .replaceAll(' ', '-');
  const withoutCode = page.replace(/^```[\s\S]*?^```$/gm, '');
  const anchors = [...withoutCode.matchAll(/^#+ (.+)$/gm)].map(([, heading]) => anchorOf(heading!));
  const links = [...page.matchAll(/\]\(#([^)]+)\)/g)].map(([, anchor]) => anchor!);
  expect(links.length).toBeGreaterThan(10);
  expect(links.filter((anchor) => !anchors.includes(anchor))).toEqual([]);
});

it('says of all that is not carried over why', () => {
  const [, section = ''] = page.split('## What does not carry over');
  const [, , ...given] = [...section.matchAll(/^\| (.+?) +\| (.+?) +\|$/gm)].map(([, what, why]) => [
    what,
    why,
  ]);
  expect(given).toEqual(notCarriedOver.map(({ behaviour, reason }) => [behaviour, reason]));
});

describe('the programs in docs/from-python.md', () => {
  const fileOf = ({ file }: { file: string }) => file.replace(/ts$/, 'js');
  let outputs: Record<string, string>;
  beforeAll(async () => {
    writeProject();
    const compiler = fileURLToPath(new URL('bin/tsc', import.meta.resolve('typescript/package.json')));
    const { code, stdout } = await startProgram(process.execPath, [compiler], folder).ended;
    expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
    const files = [...programs.map(fileOf), 'table.js'];
    outputs = await outputsOf(process.execPath, { file: 'run-all.mjs', code: NODE_RUNS_ALL }, files);
  });

  it.each(programs.map((program) => [program.name, program] as const))('%s', (_, program) => {
    expect(outputs[fileOf(program)]).toBe(program.output);
  });

  it('the table', () => {
    expect(sameLines(outputs['table.js']!)).toEqual(
      rows.map(({ gives }) => JSON.stringify(JSON.parse(gives))),
    );
  });
});

describe.skipIf(!python)(`Python prints the same${needs('python3')}`, () => {
  let outputs: Record<string, string>;
  beforeAll(async () => {
    writeTable();
    const files = [...pythonPrograms.map(({ file }) => file), 'table.py'];
    outputs = await outputsOf(python!, { file: 'run_all.py', code: PYTHON_RUNS_ALL }, files);
  });

  it('what needs other packages compiles', async () => {
    const { code, stdout, stderr } = await startProgram(python!, ['-m', 'compileall', '-q', '.'], folder)
      .ended;
    expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: '', stderr: '' });
  });

  it.each(pythonPrograms.map((program) => [program.name, program] as const))('%s', (_, { file, output }) => {
    expect(outputs[file]).toBe(output);
  });

  it('the table', () => {
    expect(sameLines(outputs['table.py']!)).toEqual(
      rows.map(({ gives }) => JSON.stringify(JSON.parse(gives))),
    );
  });
});
