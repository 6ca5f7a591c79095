#!/usr/bin/env node
import { exitCodeOf, survivePipes } from './exit.js';
import { createProgram } from './program.js';

survivePipes();
process.exitCode = await exitCodeOf(() => createProgram().parseAsync());
