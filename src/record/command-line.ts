/** The command that was given, as one can paste it into a shell; `withNpx` makes one that works everywhere. */
export function commandLine(args: readonly string[]): string {
  return ['corewise', ...args].map(quoted).join(' ');
}

/** A recorded command as it works wherever corewise is installed, in a project or for all of the machine. */
export function withNpx(command: string): string {
  return command.replace(/^corewise(?= |$)/, 'npx corewise');
}

/** The words after `corewise` of a recorded command; undefined for what no command line of corewise is. */
export function wordsOf(command: string): string[] | undefined {
  const [program, ...words] = partsOf(command);
  return program === 'corewise' ? words.map(unquoted) : undefined;
}

/** Its words, each as it was quoted. */
function partsOf(command: string): string[] {
  return command.replace(/^npx /, '').match(/(?:'[^']*'|\\.|[^\s'\\])+/g) ?? [];
}

function unquoted(word: string): string {
  return word.replace(/'([^']*)'|\\(.)/g, (_, quoted, escaped) => quoted ?? escaped);
}

/** A word as a shell reads it. */
export function quoted(arg: string): string {
  return /^[\w@%+=:,./-]+$/.test(arg) ? arg : `'${arg.replaceAll("'", `'\\''`)}'`;
}

/**
 * The same command with an option that takes one value set to another, or added, and without its `--out`, since a run
 * never writes over another. Null for what no command line of
 * corewise is, such as the name of a call of the library.
 */
export function withOption(command: string, option: string, value: string): string | null {
  const [program, ...words] = partsOf(command);
  if (program !== 'corewise') return null;
  const end = words.indexOf('--');
  const own = end < 0 ? words : words.slice(0, end);
  const dropped = [option, '--out'];
  const kept = own.filter(
    (word, i) => !dropped.some((one) => word === one || own[i - 1] === one || word.startsWith(`${one}=`)),
  );
  return withNpx([program, ...kept, option, quoted(value), ...(end < 0 ? [] : words.slice(end))].join(' '));
}
