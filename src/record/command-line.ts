/** The command that was given, as one can paste it into a shell. */
export function commandLine(args: readonly string[]): string {
  return ['corewise', ...args].map(quote).join(' ');
}

function quote(arg: string): string {
  return /^[\w@%+=:,./-]+$/.test(arg) ? arg : `'${arg.replaceAll("'", `'\\''`)}'`;
}

/**
 * The same command with an option that takes one value set to another, or added. Null for what no command line of
 * corewise is, such as the name of a call of the library.
 */
export function withOption(command: string, option: string, value: string): string | null {
  const [program, ...words] = command.match(/(?:'[^']*'|\\.|[^\s'\\])+/g) ?? [];
  if (program !== 'corewise') return null;
  const end = words.indexOf('--');
  const own = end < 0 ? words : words.slice(0, end);
  const kept = own.filter(
    (word, i) => word !== option && own[i - 1] !== option && !word.startsWith(`${option}=`),
  );
  return [program, ...kept, option, quote(value), ...(end < 0 ? [] : words.slice(end))].join(' ');
}
