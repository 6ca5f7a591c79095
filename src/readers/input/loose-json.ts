/** JSON as it should have been written, or the first thing in it that cannot be mended. */
type MendedJson = { json: string; mends: string[] } | { problem: string };

/** A blank, a whole string, a sign, or anything else up to one of these. */
const tokens = /\s+|"[^"\\]*(?:\\[\s\S][^"\\]*)*"|[{}[\]:,]|[^\s"{}[\]:,]+|"/g;

/** Numbers that C++, Python and the C library of Windows write and JSON has no word for. */
const notANumber = /^[-+]?(?:nan(?:\([a-z]*\))?|inf(?:inity)?|1\.#(?:ind|inf|qnan|snan)\d*)$/i;

/** More digits behind a comma, which a locale set between them: `10,000`, `1,5e+02`. */
const localeDigits = /(?:,\d+)+(?:\.\d+)?(?:[eE][+-]?\d+)?(?=\s*[,}])/y;

type Expected = 'value' | 'name' | 'colon' | 'comma' | 'end';

/**
 * What programs get wrong in JSON and a reader can mend without guessing: numbers that are none become null,
 * percentages text; commas are added where one is missing and left out where one is too many; digits that a locale
 * set apart are joined. Everything else is told with its line and column.
 */
export function mendJson(text: string): MendedJson {
  const scan = new Scan(text);
  for (const match of text.matchAll(tokens)) {
    if (match.index < scan.position) continue;
    const problem = scan.take(match[0], match.index);
    if (problem !== undefined) return { problem: `${placeIn(text, match.index)}: ${problem}` };
  }
  if (scan.expected !== 'end')
    return { problem: `it ends at ${placeIn(text, text.trimEnd().length)}, before it is complete` };
  return { json: scan.output.join(''), mends: scan.mends };
}

/** `line 3, column 5`, both from 1 on. */
function placeIn(text: string, index: number): string {
  const before = text.slice(0, index).split('\n');
  return `line ${before.length}, column ${before.at(-1)!.length + 1}`;
}

/** One walk through a text, token by token. */
class Scan {
  readonly output: string[] = [];
  expected: Expected = 'value';
  /** Up to where the text was taken. */
  position = 0;
  /** The lists and objects that are open. */
  private readonly open: ('[' | '{')[] = [];
  /** Where in the output the last token stands that is no blank. */
  private last = -1;
  private missingCommas = 0;
  private firstMissing = 0;
  /** The first number with a locale's commas. */
  private localeNumber: string | undefined;

  constructor(private readonly text: string) {}

  /** What was mended beyond doubt of what was meant, as sentences. */
  get mends(): string[] {
    const line = this.text.slice(0, this.firstMissing).trimEnd().split('\n').length;
    const missing =
      this.missingCommas === 1
        ? `A comma is missing at the end of line ${line}; it is read as if it were there.`
        : `${this.missingCommas} commas are missing, the first at the end of line ${line}; they are read as if they were there.`;
    return [
      ...(this.missingCommas > 0 ? [missing] : []),
      ...(this.localeNumber === undefined
        ? []
        : [`Numbers with thousands separators, such as ${this.localeNumber}, are read as numbers.`]),
    ];
  }

  /** Why the token cannot stand here; undefined where it can. */
  take(token: string, index: number): string | undefined {
    this.position = index + token.length;
    if (/^\s/.test(token)) {
      // JSON knows fewer blanks.
      this.output.push(token.replace(/[^ \t\r\n]/g, ' '));
      return undefined;
    }
    if (token === '"') return 'a quote is opened here and never closed';
    if (this.expected === 'end') return behindEnd(token);
    if (token === '}' || token === ']') return this.close(token);
    if (token === ',' || token === ':') return this.separate(token);
    if (this.expected === 'comma' && isStart(token, this.open.at(-1))) this.addComma(index);
    if (this.expected === 'name') return this.name(token);
    if (this.expected === 'value') return this.value(token);
    return `${this.wanted()}, found ${shown(token)}`;
  }

  private push(token: string, expected: Expected): undefined {
    this.last = this.output.push(token) - 1;
    this.expected = expected;
    return undefined;
  }

  private wanted(): string {
    if (this.expected === 'name') return 'expected a name in quotes';
    return `expected a ${this.expected}`;
  }

  private afterValue(): Expected {
    return this.open.length === 0 ? 'end' : 'comma';
  }

  private name(token: string): string | undefined {
    return isString(token)
      ? this.push(wellEscaped(token), 'colon')
      : `${this.wanted()}, found ${shown(token)}`;
  }

  private value(token: string): string | undefined {
    if (token === '{' || token === '[') {
      this.open.push(token);
      return this.push(token, token === '{' ? 'name' : 'value');
    }
    const literal = isString(token) ? wellEscaped(token) : this.literal(token);
    return literal === undefined
      ? `${this.wanted()}, found ${shown(token)}`
      : this.push(literal, this.afterValue());
  }

  /** A number or a word as JSON has it; undefined for anything else. */
  private literal(token: string): string | undefined {
    if (/^(?:true|false|null)$/.test(token)) return token;
    if (notANumber.test(token)) return 'null';
    if (/^-?\d+(?:\.\d+)?%$/.test(token)) return JSON.stringify(token);
    const digits = this.withLocaleDigits(token);
    return /^[-+]?[\d.]/.test(digits) && Number.isFinite(Number(digits)) ? String(Number(digits)) : undefined;
  }

  /** In an object a name has to stand behind a comma, so that digits there belong to the number before. */
  private withLocaleDigits(token: string): string {
    if (this.open.at(-1) !== '{' || !/^[-+]?\d+$/.test(token)) return token;
    localeDigits.lastIndex = this.position;
    const more = localeDigits.exec(this.text)?.[0];
    if (more === undefined) return token;
    this.position += more.length;
    this.localeNumber ??= token + more;
    const isThousands = /^(?:,\d{3})+(?:\.\d+)?$/.test(more);
    return token + (isThousands ? more.replaceAll(',', '') : more.replace(',', '.'));
  }

  private separate(token: ',' | ':'): string | undefined {
    if (token === ':' && this.expected === 'colon') return this.push(token, 'value');
    if (token === ',' && this.expected === 'comma')
      return this.push(token, this.open.at(-1) === '{' ? 'name' : 'value');
    return `${this.wanted()}, found ${shown(token)}`;
  }

  private close(token: '}' | ']'): string | undefined {
    const isOpen = this.open.at(-1) === (token === '}' ? '{' : '[');
    const before = this.output[this.last];
    const isEmptyOrDone = this.expected === 'comma' || before === '{' || before === '[' || before === ',';
    if (!isOpen || !isEmptyOrDone) return `${this.wanted()}, found ${shown(token)}`;
    if (before === ',') this.output[this.last] = '';
    this.open.pop();
    return this.push(token, this.afterValue());
  }

  private addComma(index: number): void {
    if (this.missingCommas === 0) this.firstMissing = index;
    this.missingCommas += 1;
    this.output[this.last] += ',';
    this.expected = this.open.at(-1) === '{' ? 'name' : 'value';
  }
}

const isString = (token: string): boolean => token.length > 1 && token.startsWith('"');

/** Whether another member can begin so. */
function isStart(token: string, inside: string | undefined): boolean {
  return inside === '{'
    ? isString(token)
    : inside === '[' && (isString(token) || token === '{' || token === '[');
}

/** Backslashes of paths and raw line breaks as JSON wants them. */
function wellEscaped(token: string): string {
  return token
    .replace(/\\(?:u[0-9a-fA-F]{4}|["\\/bfnrt])|\\/g, (found) => (found === '\\' ? '\\\\' : found))
    .replace(/\p{Cc}/gu, (found) => `\\u${found.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

function behindEnd(token: string): string {
  return token === '[' || token === '{'
    ? 'a second JSON document begins here; join lists into one with jq -s add'
    : `expected nothing behind the end of the JSON, found ${shown(token)}`;
}

function shown(token: string): string {
  const text = token.length > 40 ? `${token.slice(0, 40)}…` : token;
  return text.startsWith('"') && text.length > 1 ? text : `"${text}"`;
}
