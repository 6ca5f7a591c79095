#!/usr/bin/env node
import module from 'node:module';

// Newer Nodes keep what they compiled; it must be said before anything else is loaded.
(module as { enableCompileCache?: () => unknown }).enableCompileCache?.();
const { runCommandLine } = await import('./program.js');
await runCommandLine(process.argv.slice(2));
