import { withNpx } from '../../record/index.js';
import { bestSentence, fitColumns, outlookSentence } from '../fits/index.js';
import { literal } from '../literal.js';
import { markdownTable } from '../markdown-table.js';
import { parameterColumns, parameterRows } from './parameters.js';
import type { FitDocument, FittedCurve } from './schema.js';
import { headlineOf, peakSentence, sourceOf } from './sentences.js';

/** The document as GitHub-flavoured Markdown. */
export function markdown(document: FitDocument): string {
  const parts = [
    `# corewise fit: ${literal(sourceOf(document))}`,
    ...document.curves.map(chapterOf),
    ['## How to reproduce', `\`\`\`sh\n${withNpx(document.command)}\n\`\`\``].join('\n\n'),
  ];
  return `${parts.join('\n\n')}\n`;
}

function chapterOf(curve: FittedCurve): string {
  const sentences = [bestSentence(curve), peakSentence(curve), outlookSentence(curve)].filter(
    (text) => text !== undefined,
  );
  return [
    `## ${literal(headlineOf(curve))}`,
    ...(curve.formula === null ? [] : [`\`${curve.formula}\``]),
    literal(sentences.join(' ')),
    markdownTable(parameterColumns, parameterRows(curve)),
    markdownTable(fitColumns(curve), curve.predictions),
    ...curve.warnings.map((warning) => `- **warning:** ${literal(warning)}`),
    literal(curve.basis),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}
