import { UsageError } from '../../errors.js';
import type { Kind } from './shipped.js';

const telltales: Record<Kind, readonly string[]> = { scenario: ['run', 'consume'], suite: ['sweeps'] };
const makers: Record<Kind, string> = { scenario: 'defineScenario', suite: 'defineSuite' };

function looksLike(kind: Kind, value: unknown): boolean {
  return typeof value === 'object' && value !== null && telltales[kind].some((name) => name in value);
}

/** The export to use: `default`, or else the only one that looks right. Throws UsageError. */
export function chooseExport(kind: Kind, exports: Record<string, unknown>, path: string): string {
  if ('default' in exports) return 'default';
  const names = Object.keys(exports).filter((name) => looksLike(kind, exports[name]));
  if (names.length === 1) return names[0]!;
  if (names.length > 1) {
    throw new UsageError(`${path} exports several: ${names.join(', ')}. Make one the default export.`);
  }
  throw new UsageError(`${path} exports no ${kind}. It needs "export default ${makers[kind]}({ … })".`);
}
