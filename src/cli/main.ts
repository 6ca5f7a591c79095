#!/usr/bin/env node
import module from 'node:module';

// Newer Nodes keep what they compiled; it must be said before anything else is loaded.
(module as { enableCompileCache?: () => unknown }).enableCompileCache?.();
const [{ exitCodeOf, survivePipes, untilDone }, { createProgram }] = await Promise.all([
  import('./exit.js'),
  import('./program.js'),
]);

survivePipes();
const words = process.argv.slice(2);
process.exitCode = await untilDone(() => exitCodeOf(async () => (await createProgram(words)).parseAsync()));
