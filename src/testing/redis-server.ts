import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';

export interface RedisServer {
  /** With its password. */
  url: string;
  password: string;
  stop(): Promise<void>;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** A Redis of its own on loopback, in memory alone; `folder`: where it is started. */
export async function startRedis(program: string, folder: string): Promise<RedisServer> {
  const port = await freePort();
  const password = 'not-to-be-seen';
  const settings = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--requirepass', password];
  const child = spawn(program, settings, { cwd: folder, stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(child, 'exit');
  await new Promise<void>((ready, refuse) => {
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      if (/Ready to accept connections/.test(text)) ready();
    });
    void ended.then(([code]) => refuse(new Error(`${program} ended with ${code}`)));
  });
  return {
    url: `redis://:${password}@127.0.0.1:${port}`,
    password,
    async stop() {
      child.kill();
      await ended;
    },
  };
}
