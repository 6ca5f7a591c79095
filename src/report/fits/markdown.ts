import { literal } from '../literal.js';
import { markdownTable } from '../markdown-table.js';
import { bestSentence, fallSentence } from './best.js';
import { nameCurve, unsaidWarnings } from './of-section.js';
import { fitColumns } from './rows.js';
import type { ReportFit } from './schema.js';
import { lawSentence, outlookSentence } from './sentences.js';

type Said = readonly { message: string }[];

/** The first fit with its table, the others in a line each; without the warnings that findings say already. */
export function fitParagraphs(fits: readonly ReportFit[], findings: Said): string[] {
  const [main, ...others] = fits;
  if (main === undefined) return [];
  return [
    `### What more workers would give: ${literal(nameCurve(main))}`,
    literal(
      [bestSentence(main) ?? '', lawSentence(main), ...unsaidWarnings(main, findings)].join(' ').trim(),
    ),
    markdownTable(fitColumns(main), main.predictions),
    ...(others.length === 0 ? [] : [others.map((fit) => otherLine(fit, findings)).join('\n')]),
  ];
}

function otherLine(fit: ReportFit, findings: Said): string {
  const said = [
    fallSentence(fit) ?? '',
    lawSentence(fit),
    outlookSentence(fit) ?? '',
    ...unsaidWarnings(fit, findings),
  ];
  return `- ${literal(nameCurve(fit))}: ${literal(said.join(' ').trim())}`;
}
