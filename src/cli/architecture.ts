import { InvalidArgumentError } from 'commander';
import type { Instance } from '../market/catalog/index.js';

const otherWords = new Map<string, Instance['architecture']>([
  ['x64', 'x86_64'],
  ['amd64', 'x86_64'],
  ['aarch64', 'arm64'],
]);

/** `x86_64` or `arm64`, also by the other words for them. */
export function parseArchitecture(text: string): Instance['architecture'] {
  const architecture = otherWords.get(text.toLowerCase()) ?? text;
  if (architecture === 'x86_64' || architecture === 'arm64') return architecture;
  throw new InvalidArgumentError('Write x86_64 or arm64.');
}
