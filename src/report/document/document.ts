import { z } from 'zod';
import type { Severity } from '../../insight/findings/index.js';
import type { Chart } from '../charts/chart.js';
import type { Shown, Table } from './table.js';

/** A value with its 95 % interval. */
export const intervalSchema = z.object({ value: z.number(), low: z.number(), high: z.number() });

/**
 * What a run, a fit, a comparison and a plan have to say, before it is a page, Markdown or lines of a terminal: their
 * contents make it, the renderers know nothing else.
 */
export interface Document {
  /** Of the page and its tab; Markdown's heading. */
  title: string;
  /** Short facts beside the title, such as when it was measured. */
  facts: readonly string[];
  /** What a page's first screen has beside the answers. */
  opening?: Opening;
  /** In the order in which a reader asks; the answers of all of them stand first where there is room for that. */
  sections: readonly Section[];
  /** The gravest first; undefined where doubts stand in the sections they are about. */
  findings?: readonly Finding[];
  /** What stands behind the findings: how to read and how to repeat it. */
  appendix: readonly Section[];
  /** The last words in a terminal, before the names of files. */
  closing?: string;
  /** Of corewise. */
  version: string;
}

export interface Opening {
  /** The one picture of what the answers say. */
  chart?: Chart | undefined;
  /** A row an answer: the answers themselves then stand in their sections. */
  answers?: Table | undefined;
}

export interface Section extends Shown {
  /** Anchor of its heading, unique within the document. */
  id?: string;
  /** Its heading; a section without one goes by its label, for those who do not see the page. */
  title?: string;
  label?: string;
  /** What it comes to. */
  answer?: Answer;
  blocks: readonly Block[];
}

/** What the reader came for. */
export interface Answer {
  /** The one figure to see first; a dash where there is none. */
  figure: string;
  /** What that is the figure of, in lines. */
  figureOf: readonly string[];
  headline: string;
  reasons: readonly Reason[];
  /** Nothing is decided yet. */
  isOpen?: boolean;
}

/** A sentence or more; `name`: what it tells, where that is set apart from it. */
export interface Reason extends Shown {
  name?: string;
  text: string;
}

/** A reason to doubt a number, or to act on it. */
export interface Finding {
  /** Its name: `chunks-starve-workers`. Links to it go by it. */
  check: string;
  severity: Severity;
  message: string;
  /** Empty where there is nothing to do. */
  advice: string;
  /** The cases that it is about; none: all of them. */
  cases?: readonly string[];
  /** A sentence behind the message, left out where room is short. */
  aside?: string;
  /** It changes no answer: where these stand first, it is folded away. */
  isMinor?: boolean;
  /** Lines that belong to the message and are shown as they are: a stack. */
  details?: readonly string[] | undefined;
}

export type Block = Shown &
  (
    | { kind: 'heading'; text: string }
    | { kind: 'text'; text: Text; look?: 'muted' }
    /** `summary`: it is folded away under that. */
    | { kind: 'list'; items: readonly Text[]; summary?: string }
    /** `strip`: side by side; otherwise below one another. */
    | { kind: 'facts'; facts: readonly Fact[]; look?: 'strip' }
    | { kind: 'table'; table: Table; picture?: Picture }
    /** `subject`: what they are of; `beside`: stands next to them. */
    | { kind: 'charts'; charts: readonly Chart[]; subject: string; beside?: Table }
    /** A chart of characters, `width` columns wide at most; no lines where there is nothing to draw. */
    | { kind: 'drawing'; title: string; key: string; draw(width: number): string[] }
    | { kind: 'doubts'; doubts: readonly Pick<Finding, 'severity' | 'message'>[] }
    | { kind: 'command'; command: string }
  );

/** A table of shaded cells as a picture: a file's name, and what it shows, in lines. */
export interface Picture {
  id: string;
  heading: readonly string[];
}

/** A name and what it is. */
export interface Fact {
  name: string;
  value: string;
}

/** A paragraph; what stands out in it is a part of its own. */
export type Text = string | readonly Part[];
export type Part = string | { strong: string } | { code: string } | { muted: string } | { finding: Finding };

/** A paragraph without what stands out in it. */
export function wordsOf(text: Text): string {
  const wordOf = (part: Part): string => {
    if (typeof part === 'string') return part;
    if ('strong' in part) return part.strong;
    if ('code' in part) return part.code;
    return 'muted' in part ? part.muted : part.finding.check;
  };
  return typeof text === 'string' ? text : text.map(wordOf).join('');
}

/** Every chart, in its order. */
export function chartsIn({ opening, sections, appendix }: Document): Chart[] {
  const blocks = [...sections, ...appendix].flatMap((section) => section.blocks);
  return [
    ...(opening?.chart ? [opening.chart] : []),
    ...blocks.flatMap((block) => (block.kind === 'charts' ? block.charts : [])),
  ];
}

/** What the facts of a page's appendix end with: how to make it again. */
export const reproduce = (command: string, ...more: Block[]): Section => ({
  id: 'reproduce',
  title: 'How to reproduce',
  only: ['html', 'markdown'],
  blocks: [{ kind: 'command', command }, ...more],
});

/** The terms of a page, each in a line, and what else its reader may ask. */
export const guide = (
  words: readonly (readonly [name: string, value: string])[],
  ...more: Block[]
): Section => ({
  id: 'guide',
  title: 'How to read this page',
  only: ['html'],
  blocks: [{ kind: 'facts', facts: words.map(([name, value]) => ({ name, value })) }, ...more],
});
