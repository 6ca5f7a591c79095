import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { join } from 'node:path';

export interface RedisServer {
  /** With its password. */
  url: string;
  password: string;
  port: number;
  signal(signal: NodeJS.Signals): void;
  stop(signal?: NodeJS.Signals): Promise<void>;
}

/** Files. */
interface Certificate {
  certificate: string;
  key: string;
}

interface RedisOptions {
  /** Default: a free one. */
  port?: number;
  /** It speaks TLS alone. */
  tls?: Certificate;
}

/** A certificate of loopback, which nobody trusts who is not told to; `openssl`: the program. */
export function makeCertificate(openssl: string, folder: string): Certificate {
  const made = { certificate: join(folder, 'certificate.pem'), key: join(folder, 'key.pem') };
  const names = ['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1'];
  const files = ['-keyout', made.key, '-out', made.certificate];
  const args = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '1', ...names, ...files];
  const { status, stderr } = spawnSync(openssl, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return made;
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
export async function startRedis(
  program: string,
  folder: string,
  { port: wanted, tls }: RedisOptions = {},
): Promise<RedisServer> {
  const port = wanted ?? (await freePort());
  const password = 'not-to-be-seen';
  const settings = ['--bind', '127.0.0.1', '--save', '', '--requirepass', password];
  if (tls) {
    settings.push('--port', '0', '--tls-port', String(port), '--tls-auth-clients', 'no');
    settings.push('--tls-cert-file', tls.certificate, '--tls-key-file', tls.key);
    settings.push('--tls-ca-cert-file', tls.certificate);
  } else settings.push('--port', String(port));
  const child = spawn(program, settings, { cwd: folder, stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(child, 'exit');
  await new Promise<void>((ready, refuse) => {
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      if (/Ready to accept connections/.test(text)) ready();
    });
    void ended.then(([code]) => refuse(new Error(`${program} ended with ${code}`)));
  });
  return {
    url: `${tls ? 'rediss' : 'redis'}://:${password}@127.0.0.1:${port}`,
    password,
    port,
    signal: (signal) => void child.kill(signal),
    async stop(signal) {
      child.kill(signal);
      await ended;
    },
  };
}
