import { Command } from 'commander';
import { version } from '../study/index.js';
import { addCatalog } from './catalog.js';
import { addCompare } from './compare.js';
import { addFit } from './fit.js';
import { addHost } from './host.js';
import { addInit } from './init.js';
import { addList } from './list.js';
import { addPlan } from './plan.js';
import { addReport } from './report.js';
import { addRun } from './run.js';

/** The command line with all its commands; commander's errors are thrown. */
export function createProgram(): Command {
  const program = new Command('corewise')
    .description('Measures how CPU-bound work scales with workers, chunk sizes and cores.')
    .version(version)
    .exitOverride();
  addRun(program);
  addReport(program);
  addCompare(program);
  addPlan(program);
  addFit(program);
  addHost(program);
  addList(program);
  addCatalog(program);
  addInit(program);
  return program;
}
