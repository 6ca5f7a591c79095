/** More than any file of ours, or of a tool, has; what a parser makes of this takes no more than some 100 MiB. */
const MOST = { depth: 100, containers: 500_000, values: 2_000_000 };

const code = (character: string) => character.charCodeAt(0);
const [QUOTE, BACKSLASH, COMMA] = ['"', '\\', ','].map(code);
const [LIST, LIST_END, OBJECT, OBJECT_END] = ['[', ']', '{', '}'].map(code);

/**
 * Why a JSON text is not to be parsed, in words, though it may be well formed: a small text may become very large
 * objects. Undefined where nothing speaks against it.
 */
export function excessIn(json: string): string | undefined {
  let [depth, containers, values] = [0, 0, 0];
  let isInside = false;
  for (let i = 0; i < json.length; i++) {
    const at = json.charCodeAt(i);
    if (isInside) {
      if (at === BACKSLASH) i++;
      else if (at === QUOTE) isInside = false;
    } else if (at === QUOTE) isInside = true;
    else if (at === COMMA) values++;
    else if (at === LIST || at === OBJECT) {
      containers++;
      if (++depth > MOST.depth) return `lists and objects are nested more than ${MOST.depth} deep`;
    } else if (at === LIST_END || at === OBJECT_END) depth--;
  }
  if (containers > MOST.containers) return `it holds more than ${shown(MOST.containers)} lists and objects`;
  return values > MOST.values ? `it holds more than ${shown(MOST.values)} values` : undefined;
}

const shown = (count: number) => count.toLocaleString('en-US');
