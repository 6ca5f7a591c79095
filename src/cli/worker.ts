import { type Command, InvalidArgumentError } from 'commander';
import { UsageError } from '../errors.js';
import { counted } from '../stats/index.js';
import { startAgent, whyNoBullmq } from '../workers/engines/index.js';
import { redisOption, useRedis } from './redis-option.js';

export function defineWorker(command: Command): void {
  command
    .description(
      'Runs tasks for a measurement on another machine: corewise run … --engine bullmq with the same Redis. Anyone who can write to that Redis can run code here: give it a password, and TLS outside a private network.',
    )
    .addOption(redisOption())
    .option('--name <name>', 'what reports call this machine (default: its host name)')
    .option('--threads <count>', 'threads for one measurement, at most (default: one per CPU)', parseCount)
    .action(work);
}

interface WorkerOptions {
  redis?: string;
  name?: string;
  threads?: number;
}

/** Until SIGTERM or Ctrl-C: then what runs is finished, and nothing more is taken. A second one ends it at once. */
async function work({ redis, name, threads }: WorkerOptions): Promise<void> {
  const missing = whyNoBullmq();
  if (missing !== undefined) throw new UsageError(missing);
  const url = useRedis(redis);
  const signals = ['SIGTERM', 'SIGINT'] as const;
  let end: () => void = () => undefined;
  const asked = new Promise<void>((resolve) => {
    end = resolve;
  });
  for (const signal of signals) process.once(signal, end);
  try {
    const agent = await startAgent({
      url,
      ...(name !== undefined && { name }),
      ...(threads !== undefined && { cores: threads }),
      say,
    });
    const { host, cores } = agent.facts;
    say(`${host} is ready, with ${counted(cores, 'thread')}. Ctrl-C ends it.`);
    await asked;
    say('Finishing the tasks that run; taking no more.');
    await agent.close();
  } finally {
    for (const signal of signals) process.off(signal, end);
  }
}

const say = (line: string) => void process.stderr.write(`${line}\n`);

function parseCount(text: string): number {
  const count = Number(text);
  if (Number.isInteger(count) && count >= 1 && count <= 4096) return count;
  throw new InvalidArgumentError('Write a whole number from 1 to 4096, such as 8.');
}
