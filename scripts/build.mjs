// Compiles everything to dist/, removes outputs whose source is gone, so that nothing runs a stale build, and joins the
// product's files in lib/: one file loads in a tenth of the time that hundreds take.
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, readdirSync, rmSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundle } from './bundle.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const dist = join(root, 'dist');

const hasSource = (file) => {
  const stem = join(root, relative(dist, file)).replace(/(\.d\.ts|\.js)(\.map)?$/, '');
  return existsSync(`${stem}.ts`) || existsSync(`${stem}.tsx`);
};
if (existsSync(dist)) {
  const outputs = readdirSync(dist, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(js|d\.ts)(\.map)?$/.test(entry.name))
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name));
  for (const file of outputs) if (!hasSource(file)) rmSync(file);
  // The compiler trusts its build info: with an output missing it would not write it again.
  if (!existsSync(join(dist, 'src/cli/main.js'))) rmSync(join(dist, '.tsbuildinfo'), { force: true });
}
const tsc = join(root, 'node_modules/.bin/tsc');
const { status, error } = spawnSync(tsc, ['--project', root], {
  stdio: 'inherit',
  shell: process.platform === 'win32',
});
if (error) console.error(`build: ${error.message}; run "npm ci" first`);
if (existsSync(join(dist, 'src/cli/main.js'))) {
  await bundle(root);
  chmodSync(join(root, 'lib/cli/main.js'), 0o755);
}
process.exit(status ?? 1);
