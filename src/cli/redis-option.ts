import { Option } from 'commander';
import { UsageError } from '../errors.js';
import { checkRedisUrl, REDIS_VARIABLE } from '../workers/engines/index.js';

/** The address may hold a password: nothing shows it, and the variable keeps it out of lists of processes. */
export function redisOption(): Option {
  return new Option(
    '--redis <url>',
    `redis://host:6379, or rediss:// with TLS, for the engine bullmq (default: ${REDIS_VARIABLE})`,
  );
}

/** Makes it known to this process and those that it starts, and to nothing that is written. */
export function useRedis(given: string | undefined): string {
  if (given !== undefined) process.env[REDIS_VARIABLE] = given;
  const url = process.env[REDIS_VARIABLE];
  if (url === undefined || url === '')
    throw new UsageError(`No Redis is named: give --redis redis://host:6379, or set ${REDIS_VARIABLE}.`);
  checkRedisUrl(url);
  return url;
}

/** A command line as it may be recorded: without the address. */
export function withoutRedis(words: readonly string[]): string[] {
  return words.filter((word, place) => {
    const isValue = words[place - 1] === '--redis';
    return !isValue && word !== '--redis' && !word.startsWith('--redis=');
  });
}
