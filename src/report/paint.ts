export type Paint = (style: 'bold' | 'dim' | 'error' | 'warning' | 'info', text: string) => string;

const codes = { bold: [1, 22], dim: [2, 22], error: [31, 39], warning: [33, 39], info: [36, 39] } as const;

/** Colours for a terminal that has them; elsewhere text stays as it is. */
export const painter =
  (color: boolean): Paint =>
  (style, text) =>
    color ? `\u001b[${codes[style][0]}m${text}\u001b[${codes[style][1]}m` : text;

/** What lines for a terminal need to know of it. */
export interface Page {
  /** No line is longer. */
  width: number;
  paint: Paint;
}
