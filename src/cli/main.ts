#!/usr/bin/env node
import { Command } from 'commander';
import { exitCodeOf, survivePipes } from './exit.js';
import { addHost } from './host.js';
import { addInit } from './init.js';
import { addList } from './list.js';
import { addReport } from './report.js';
import { addRun } from './run.js';
import { version } from './version.js';

const program = new Command('corewise')
  .description('Measures how CPU-bound work scales with workers, chunk sizes and cores.')
  .version(version)
  .exitOverride();

addRun(program);
addReport(program);
addHost(program);
addList(program);
addInit(program);

survivePipes();
process.exitCode = await exitCodeOf(() => program.parseAsync());
