import { afterEach, describe, expect, it, vi } from 'vitest';
import { findEngine } from '../workers/engines/index.js';
import { withoutRedis } from './redis-option.js';
import { corewiseHere } from './testing/command-here.js';

afterEach(() => void vi.unstubAllEnvs());

const worker = (...args: string[]) => corewiseHere(['worker', ...args], process.cwd());

describe('without a Redis', () => {
  it('a worker and the engine say how to name one', async () => {
    vi.stubEnv('REDIS_URL', '');
    expect(await worker()).toMatchObject({
      code: 2,
      stderr: 'error: No Redis is named: give --redis redis://host:6379, or set REDIS_URL.\n',
    });
    expect(await findEngine('bullmq').unavailable!()).toMatch(
      /^bullmq needs a Redis: --redis redis:\/\/host:6379/,
    );
  });
});

describe('an address', () => {
  it.each([
    [
      'is no address of a Redis',
      'http://me:secret@host',
      /^error: the address of Redis is not valid; write redis:\/\//,
    ],
    ['is no address', 'me:secret', /^error: the address of Redis is not valid/],
    [
      'leads nowhere',
      'redis://me:secret@127.0.0.1:1',
      /^error: Redis at 127\.0\.0\.1:1 cannot be reached: .*ECONNREFUSED/,
    ],
  ])('that %s is refused, and not shown', async (_, url, said) => {
    vi.stubEnv('REDIS_URL', '');
    const { code, stderr } = await worker('--redis', url);
    expect(code).not.toBe(0);
    expect(stderr).toMatch(said);
    expect(stderr).not.toContain('secret');
  });

  it.each([
    [['run', 'primes', '--redis', 'redis://a:b@c', '--json']],
    [['run', 'primes', '--redis=redis://a:b@c', '--json']],
  ])('is no part of a recorded command: %j', (words) => {
    expect(withoutRedis(words)).toEqual(['run', 'primes', '--json']);
  });
});
