import { plain } from '../../document/table.js';

export type Yaml = string | number | boolean | readonly Yaml[] | { readonly [key: string]: Yaml };

/** Block style; every text is quoted as JSON does, which YAML reads the same. */
export function yaml(value: Yaml, indent = 0): string {
  if (typeof value === 'string') return quoted(value);
  if (typeof value !== 'object') return String(value);
  const before = ' '.repeat(indent);
  if (Array.isArray(value))
    return value.map((item) => `\n${before}- ${yaml(item, indent + 2).trimStart()}`).join('');
  return Object.entries(value)
    .map(([key, item]) => {
      const text = yaml(item as Yaml, indent + 2);
      return `\n${before}${key}:${text.startsWith('\n') ? text : ` ${text}`}`;
    })
    .join('');
}

function quoted(text: string): string {
  return JSON.stringify(plain(text));
}
