/**
 * The family of an instance type, from its name: types of one family differ in size, not in kind of core.
 * `c7i.2xlarge` → `c7i`, `c4-highcpu-8` → `c4`, `Standard_D16as_v7` → `Dasv7`. A name that follows no provider's
 * rule is a family of its own.
 */
export function familyOf(provider: string, name: string): string {
  return rules.get(provider)?.(name) ?? name;
}

const rules = new Map<string, (name: string) => string | undefined>([
  ['aws', (name) => /^([^.]+)\./.exec(name)?.[1]],
  ['gcp', (name) => /^([^-]+)-/.exec(name)?.[1]],
  ['azure', azureSeries],
]);

/** Series and version without the size, and without the number that a constrained size has (`E8-4ds_v5`). */
function azureSeries(name: string): string | undefined {
  const match = /^(?:Standard|Basic)_([A-Z]+)\d+(?:-\d+)?([a-z]*)((?:_\w+)?)$/.exec(name);
  return match ? `${match[1]}${match[2]}${match[3]!.replaceAll('_', '')}` : undefined;
}
