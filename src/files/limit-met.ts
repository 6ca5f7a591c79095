import { readFileSync } from 'node:fs';

/**
 * Which limit of the system the text of an error tells of, and what to do about it, as a sentence; undefined for other
 * errors. `limits`: what `/proc/self/limits` says.
 */
export function limitMet(text: string, limits: () => string = ownLimits): string | undefined {
  if (/\bEMFILE\b|too many open files/i.test(text)) {
    const most = /^Max open files\s+(\d+)/m.exec(limits())?.[1];
    const allowed = most === undefined ? 'no more files' : `${most} files`;
    return `The system lets this process have ${allowed} open at once (ulimit -n): use fewer workers, or raise that, as with ulimit -n 4096.`;
  }
  if (/\bENFILE\b/.test(text))
    return 'All programs together have as many files open as the system allows (fs.file-max): end some of them, or use fewer workers.';
  if (/\bspawn\b.*\bEAGAIN\b|Worker initialization failure|pthread_create/.test(text))
    return 'No more processes and threads can be started here (ulimit -u, or pids.max of a cgroup): use fewer workers, or raise that.';
  return undefined;
}

/** The text, with that sentence behind it where there is one; once, however often it is asked for. */
export function withLimitMet(text: string, limits?: () => string): string {
  const met = /ulimit -|fs\.file-max/.test(text) ? undefined : limitMet(text, limits);
  return met === undefined ? text : `${text.replace(/\.?$/, '.')} ${met}`;
}

/** Reading takes a file, too. */
function ownLimits(): string {
  try {
    return readFileSync('/proc/self/limits', 'utf8');
  } catch {
    return '';
  }
}
