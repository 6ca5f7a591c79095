import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { createServer } from 'node:net';
import { Worker } from 'node:worker_threads';
import { expect, it } from 'vitest';
import { leftSince, ownResources, resourcesSince } from './own-resources.js';

const forEver = 'setInterval(() => {}, 1e6)';

it('names a child process until it has ended', async () => {
  const before = ownResources();
  const child = spawn(process.execPath, ['-e', forEver], { stdio: 'ignore' });
  child.unref();
  expect(resourcesSince(before)).toContainEqual(
    expect.stringContaining(`1 more: child process ${child.pid} (`),
  );
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect(await leftSince(before)).toEqual([]);
});

it('names a thread until it has ended, though it does not keep the process running', async () => {
  const before = ownResources();
  const thread = new Worker(forEver, { eval: true });
  await once(thread, 'online');
  thread.unref();
  expect(resourcesSince(before)).toContain(`1 more: thread ${thread.threadId}`);
  await thread.terminate();
  expect(await leftSince(before)).toEqual([]);
});

it('names a server, a listener on process and an open file, each as long as it is there', async () => {
  const before = ownResources();
  const server = createServer().listen(0);
  await once(server, 'listening');
  const listener = () => undefined;
  process.on('SIGUSR2', listener);
  const descriptor = openSync('/dev/null', 'r');
  expect(resourcesSince(before)).toEqual(
    expect.arrayContaining(['1 more: handle TCPServerWrap', '1 more: listener on process for SIGUSR2']),
  );
  expect(resourcesSince(before).some((left) => left.includes('/dev/null'))).toBe(
    process.platform === 'linux',
  );
  server.close();
  process.off('SIGUSR2', listener);
  closeSync(descriptor);
  expect(await leftSince(before)).toEqual([]);
});
