#!/usr/bin/env node
import * as module from 'node:module';
import { runCommandLine } from './program.js';

// Newer Nodes keep what they compiled; for the others it is not worth to load what could say so.
const [major] = process.versions.node.split('.');
if (Number(major) >= 22) (module as { enableCompileCache?: () => unknown }).enableCompileCache?.();
void runCommandLine(process.argv.slice(2));
