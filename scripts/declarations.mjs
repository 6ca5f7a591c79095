// Joins the declarations in lib/ into a file for each public name and one that they share: before packing, since a
// user's compiler needs no folder of them. A build puts them back as the compiler wrote them. Scenarios and suites go
// without their comments, which stand in the repository.
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, isAbsolute, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { transformSync } from 'esbuild';
import { rolldown } from 'rolldown';
import { dts } from 'rolldown-plugin-dts';
import { publicNames, replaceFiles } from './bundle/bundle.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const lib = join(root, 'lib');
const isDeclaration = (file) => file.endsWith('.d.ts');

const build = await rolldown({
  input: Object.fromEntries(publicNames.map((name) => [name, join(lib, `${name}.d.ts`)])),
  external: (id) => !id.startsWith('.') && !isAbsolute(id),
  plugins: [dts({ dtsInput: true, tsconfig: false })],
});
const { output } = await build.generate({ entryFileNames: '[name].d.ts', chunkFileNames: 'shared.d.ts' });
await build.close();
// The next build joins lib/ again.
rmSync(join(root, 'dist/.joined'), { force: true });
/** What a type says that is so without it, and what lines of a comment begin with. */
const shorter = (code) => code.replaceAll(', z.core.$strip>', '>').replace(/^ +(\*(?!\/) ?)?/gm, '');
replaceFiles(
  lib,
  new Map(output.map(({ fileName, code }) => [join(lib, fileName), shorter(code)])),
  isDeclaration,
);

// The compiler takes what it wrote for unchanged: without this it would leave these as they are packed.
rmSync(join(root, 'dist/.tsbuildinfo'), { force: true });
for (const folder of ['dist/scenarios', 'dist/bench/suites'])
  for (const file of readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })) {
    if (!file.endsWith('.js') || file.endsWith('.test.js')) continue;
    const path = join(root, folder, file);
    writeFileSync(path, transformSync(readFileSync(path, 'utf8'), { format: 'esm', target: 'es2022' }).code);
  }
