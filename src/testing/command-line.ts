import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** What `corewise` runs. */
export const commandFile = fileURLToPath(new URL('../../../lib/cli/main.cjs', import.meta.url));

// The settings of the test runner, and of the npm and the workflow that started it, are not for the programs under test.
const inherited =
  /^(NODE_OPTIONS|NODE_PATH|VITEST.*|GITHUB_STEP_SUMMARY|npm_(package|lifecycle)_.*|npm_config_local_prefix)$/;
const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !inherited.test(name)));

/** Of runs whose figures and pictures are not looked at. */
export const frugal = ['--observation', '20ms', '--format', 'json'] as const;

export interface Ended {
  /** Null where a signal ended it. */
  code: number | null;
  stdout: string;
  stderr: string;
}

export interface Started {
  child: ChildProcess;
  ended: Promise<Ended>;
}

/** Starts `corewise` in a process group of its own, as a terminal does. */
export function startCorewise(args: readonly string[], cwd: string, more: Environment = {}): Started {
  return startProgram(process.execPath, [commandFile, ...args], cwd, more);
}

export function corewise(args: readonly string[], cwd: string, more: Environment = {}): Promise<Ended> {
  return startCorewise(args, cwd, more).ended;
}

/** Variables beside those of the test's own process. */
type Environment = Readonly<Record<string, string>>;

export function startProgram(
  program: string,
  args: readonly string[],
  cwd: string,
  more: Environment = {},
): Started {
  const child = spawn(program, args, {
    cwd,
    env: { ...env, ...more },
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output.stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (output.stderr += text));
  const ended = new Promise<Ended>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, ...output }));
  });
  return { child, ended };
}
