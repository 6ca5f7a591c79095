import { nameSetting } from '../../insight/analysis/index.js';
import { type Case, SERIAL } from '../../measure/cases/index.js';
import type { Setting } from './schema.js';

/** What of a case a user chooses; which CPUs it got is the machine's affair. */
export function settingOf(one: Case): Setting {
  const { engine, dispatch, workers, chunksize, cpus } = one;
  return { engine, dispatch, workers, chunksize, confinedTo: cpus === null ? null : cpus.length };
}

/** Equal for equal settings. */
export function settingKey(setting: Setting): string {
  const { engine, dispatch, workers, chunksize, confinedTo } = setting;
  return JSON.stringify(
    engine === SERIAL ? [engine, confinedTo] : [engine, dispatch, workers, chunksize, confinedTo],
  );
}

/** `serial`; `2 threads with imapUnordered, chunksize 1`. */
export function nameOf({ confinedTo, ...setting }: Setting): string {
  const cpus = confinedTo === null ? null : Array.from({ length: confinedTo }, (_, cpu) => cpu);
  return nameSetting({ ...setting, cpus, cores: confinedTo ?? 0 });
}
