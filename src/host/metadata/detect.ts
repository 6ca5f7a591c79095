import { request } from 'node:http';
import { aws } from './aws.js';
import { azure } from './azure.js';
import { gcp } from './gcp.js';
import type { Ask, DetectedInstance, MetadataService } from './service.js';

/** To add one: its file, and its name here. */
const services: readonly MetadataService[] = [aws, azure, gcp];

/** The link-local address of all three; by number, since a name would be looked up outside. */
const ADDRESS = 'http://169.254.169.254';
const TIMEOUT_MS = 1000;

interface DetectOptions {
  /** For all questions together. */
  readonly timeoutMs?: number;
  /** Where each service is, by provider, instead of the address that all clouds use. */
  readonly addresses?: Readonly<Record<string, string>>;
}

/**
 * Asks the metadata services of AWS, Azure and GCP at once what machine this is; undefined where none answers within a
 * second. The one thing in corewise that uses the network: only ever when asked to.
 */
export async function detectInstance(options: DetectOptions = {}): Promise<DetectedInstance | undefined> {
  const { timeoutMs = TIMEOUT_MS, addresses = addressesIn(process.env) } = options;
  const enough = new AbortController();
  const timer = setTimeout(() => enough.abort(), timeoutMs);
  const answers = services.map((service) =>
    service.read(asker(addresses[service.provider] ?? ADDRESS, enough.signal)),
  );
  try {
    return await Promise.any(answers);
  } catch {
    return undefined;
  } finally {
    clearTimeout(timer);
    enough.abort();
  }
}

/** The addresses set by the variables of the clouds' own libraries; Google's is a host without a scheme. */
function addressesIn(env: NodeJS.ProcessEnv): Record<string, string> {
  const set = services.flatMap(({ provider, variable }): [string, string][] => {
    const value = env[variable];
    return value ? [[provider, /^https?:/.test(value) ? value : `http://${value}`]] : [];
  });
  return Object.fromEntries(set);
}

/** A name of an instance or a token is short and has no blanks; a login page is not taken for one. */
const GOOD = /^[\w./=+:-]{1,512}$/;
const MOST_BYTES = 4096;

function asker(address: string, signal: AbortSignal): Ask {
  return (path, { method = 'GET', headers }) =>
    new Promise((resolve, reject) => {
      const asked = request(new URL(path, address), { method, headers, signal, agent: false }, (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('error', reject);
        response.on('data', (part: string) => {
          text += part;
          if (text.length > MOST_BYTES) asked.destroy(new Error('too long'));
        });
        response.on('end', () => {
          const isGood = response.statusCode === 200 && GOOD.test(text.trim());
          if (isGood) resolve(text.trim());
          else reject(new Error(`${path}: ${response.statusCode}`));
        });
      });
      asked.on('error', reject);
      asked.end();
    });
}
