import { dirname, resolve } from 'node:path';
import { UsageError } from '../../../errors.js';
import { moduleBeside } from '../find.js';
import { isPackageName } from './packages.js';
import { type Mapped, mappingsOf } from './tsconfig-paths.js';

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

/** What an import asked for in vain. */
export interface Unresolved {
  /** The package to install; undefined where no package is meant. */
  package: string | undefined;
  /** What is known beyond that, to stand behind the name; may be empty. */
  why: string;
}

/** Of a name that a file imports and that is nowhere. */
export function unresolvedBy(importer: string, specifier: string): Unresolved {
  const folder = dirname(importer);
  if (!isPackageName(specifier)) return { package: undefined, why: fileBeside(resolve(folder, specifier)) };
  const mapped = mappingsOf(specifier, folder).find(({ isCatchAll }) => !isCatchAll);
  if (mapped) return { package: undefined, why: mappedInVain(mapped) };
  const name = packageOfSpecifier(specifier);
  if (name !== undefined) return { package: name, why: `: if it is a package, run npm install ${name}` };
  if (specifier.startsWith('#')) return { package: undefined, why: '' };
  return { package: undefined, why: `: no "paths" of a tsconfig.json in ${folder} or above maps it` };
}

/** esbuild takes `.ts` for `.js` by itself; other slips are the user's. */
function fileBeside(path: string): string {
  const other = moduleBeside(path);
  return other === undefined ? '' : `, but ${other} is there`;
}

function mappedInVain({ config, targets }: Mapped): string {
  return `: "paths" of ${config} maps it to ${targets.join(' or ')}, which does not exist`;
}

/** The package of a specifier; undefined where it names a file, or is an alias that no package can be called. */
function packageOfSpecifier(specifier: string): string | undefined {
  if (!isPackageName(specifier)) return undefined;
  return /^(?:@[\w.~-]+\/)?[\w.~-]*[a-z\d][\w.~-]*(?=\/|$)/i.exec(specifier)?.[0];
}

/** The package that was missing when a module was imported; undefined where that was not what failed. */
export function packageMissingIn(thrown: unknown): string | undefined {
  const { code, message } = thrown as { code?: unknown; message?: unknown };
  if ((code !== 'ERR_MODULE_NOT_FOUND' && code !== 'MODULE_NOT_FOUND') || typeof message !== 'string')
    return undefined;
  const specifier = /^Cannot find (?:package|module) '([^']+)'/.exec(message)?.[1];
  return specifier === undefined ? undefined : packageOfSpecifier(specifier);
}
