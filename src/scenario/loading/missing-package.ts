import { UsageError } from '../../errors.js';
import { isPackageName } from './packages.js';

/** A module imports packages that are not installed. Of a scenario, that is no misuse: its cases are skipped. */
export class MissingPackageError extends UsageError {
  /** Without the place in the source: what to install. */
  readonly reason: string;

  constructor(message: string, packages: readonly string[], options?: ErrorOptions) {
    super(message, options);
    this.reason = reasonFor([...new Set(packages)]);
  }
}

function reasonFor(packages: readonly string[]): string {
  const names = packages.map((name) => `"${name}"`).join(', ');
  return packages.length === 1
    ? `It needs the package ${names}, which is not installed here.`
    : `It needs the packages ${names}, which are not installed here.`;
}

/** The package of a specifier that was looked for in vain; undefined where it names a file. */
export function packageOfSpecifier(specifier: string): string | undefined {
  if (!isPackageName(specifier)) return undefined;
  return /^(?:@[^/]+\/)?[^/]+/.exec(specifier)?.[0];
}

/** The package that was missing when a module was imported; undefined where that was not what failed. */
export function packageMissingIn(thrown: unknown): string | undefined {
  const { code, message } = thrown as { code?: unknown; message?: unknown };
  if ((code !== 'ERR_MODULE_NOT_FOUND' && code !== 'MODULE_NOT_FOUND') || typeof message !== 'string')
    return undefined;
  const specifier = /^Cannot find (?:package|module) '([^']+)'/.exec(message)?.[1];
  return specifier === undefined ? undefined : packageOfSpecifier(specifier);
}
