/** The command that was given, as one can paste it into a shell; `withNpx` makes one that works everywhere. */
export function commandLine(args: readonly string[]): string {
  return ['corewise', ...args].map(quote).join(' ');
}

/** A recorded command as it works wherever corewise is installed, in a project or for all of the machine. */
export function withNpx(command: string): string {
  return command.replace(/^corewise(?= |$)/, 'npx corewise');
}

function quote(arg: string): string {
  return /^[\w@%+=:,./-]+$/.test(arg) ? arg : `'${arg.replaceAll("'", `'\\''`)}'`;
}

/**
 * The same command with an option that takes one value set to another, or added, and without its `--out`, since a run
 * never writes over another. Null for what no command line of
 * corewise is, such as the name of a call of the library.
 */
export function withOption(command: string, option: string, value: string): string | null {
  const [program, ...words] = command.replace(/^npx /, '').match(/(?:'[^']*'|\\.|[^\s'\\])+/g) ?? [];
  if (program !== 'corewise') return null;
  const end = words.indexOf('--');
  const own = end < 0 ? words : words.slice(0, end);
  const dropped = [option, '--out'];
  const kept = own.filter(
    (word, i) => !dropped.some((one) => word === one || own[i - 1] === one || word.startsWith(`${one}=`)),
  );
  return withNpx([program, ...kept, option, quote(value), ...(end < 0 ? [] : words.slice(end))].join(' '));
}
