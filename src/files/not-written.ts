import { CorewiseError, messageOf, UsageError, WriteError } from '../errors.js';

/** What went wrong, as a user would say it. */
const reasons: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full',
  EDQUOT: "this user's disk quota is used up",
  EFBIG: 'files may not grow that large here (see ulimit -f)',
  EIO: 'the disk reports an error',
  EMFILE: 'this process may open no more files (see ulimit -n)',
  ENFILE: 'the system can open no more files',
  EACCES: 'this user may not write there',
  EPERM: 'this user may not write there',
  EROFS: 'the file system is read-only',
  ENOENT: 'its folder does not exist',
  ENOTDIR: 'a part of the path is a file, not a folder',
  EISDIR: 'it is a folder',
  EEXIST: 'a file with that name is already there',
  ENAMETOOLONG: 'the name is too long',
  ELOOP: 'the path goes through too many links',
};

/** Another path would do. Everything else is the machine's. */
const ofThePath = new Set([
  'EACCES',
  'EPERM',
  'EROFS',
  'ENOENT',
  'ENOTDIR',
  'EISDIR',
  'EEXIST',
  'ENAMETOOLONG',
  'ELOOP',
]);

/** What the system said when it refused to write, in words. */
export function whyNotWritten(thrown: unknown): string {
  const { code = '', syscall } = (thrown ?? {}) as NodeJS.ErrnoException;
  if (code === 'ENOENT' && syscall === 'mkdir') return 'no folder can be made there';
  return reasons[code] ?? messageOf(thrown);
}

/** The error to throw for a path that could not be written: UsageError where another path would do, else WriteError. */
export function notWritten(path: string, thrown: unknown, verb = 'write'): CorewiseError {
  if (thrown instanceof CorewiseError) return thrown;
  const Kind = ofThePath.has((thrown as NodeJS.ErrnoException | null)?.code ?? '') ? UsageError : WriteError;
  return new Kind(`Cannot ${verb} ${path}: ${whyNotWritten(thrown)}.`, { cause: thrown });
}

/** The same of a file whose place nobody chose, or that could be written before: another path is no way out. */
export function writeErrorOf(path: string, thrown: unknown): WriteError {
  return new WriteError(`Cannot write ${path}: ${whyNotWritten(thrown)}.`, { cause: thrown });
}
