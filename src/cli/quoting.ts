/** The command that was given, as one can paste it into a shell. */
export function commandLine(args: readonly string[]): string {
  return ['corewise', ...args].map(quote).join(' ');
}

function quote(arg: string): string {
  return /^[\w@%+=:,./-]+$/.test(arg) ? arg : `'${arg.replaceAll("'", `'\\''`)}'`;
}
