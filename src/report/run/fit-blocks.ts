import type { Chart } from '../charts/chart.js';
import type { Block, Finding, Part } from '../document/document.js';
import { inTerminal, onPage, written } from '../document/table.js';
import { lawBlock, predictionsBlock } from '../laws/content.js';
import type { ReportFit } from '../laws/schema.js';
import {
  bestSentence,
  briefSentence,
  fallSentence,
  lawSentence,
  outlookSentence,
} from '../laws/sentences.js';
import { curveParts } from './charts/curve-labels.js';

type Fits = readonly ReportFit[];

/** What more workers would give: one setting in full, the others in a sentence each; without a chart in a sentence. */
export function fitBlocks(
  fits: Fits,
  chart: Chart | undefined,
  subject: string,
  findings: readonly Finding[],
): Block[] {
  const [main, ...others] = fits;
  if (main === undefined) return [];
  if (chart === undefined) return [{ kind: 'text', text: briefly(fits) }];
  const said = [bestSentence(main) ?? '', ...unsaidWarnings(main, findings)].filter((text) => text !== '');
  return [
    { ...written, kind: 'heading', text: `What more workers would give: ${nameCurve(main)}` },
    ...said.map((text): Block => ({ ...written, kind: 'text', text })),
    lawBlock(main),
    ...toReadWith(main, findings),
    predictionsBlock(main, chart, subject),
    ...otherFits(others, findings),
    { kind: 'text', text: briefly(fits), ...inTerminal },
  ];
}

/** The findings that doubt a law, by their names. */
const ofLaws = ['extrapolation-guess', 'superlinear', 'topology-disagrees', 'two-speeds'];

function toReadWith({ over: { caseIds } }: ReportFit, findings: readonly Finding[]): Block[] {
  const told = findings.filter(
    ({ check, cases = [] }) => ofLaws.includes(check) && caseIds.some((id) => cases.includes(id)),
  );
  if (told.length === 0) return [];
  const links = told.flatMap((finding, index): Part[] => [index === 0 ? '' : ', ', { finding }]);
  return [{ kind: 'text', text: ['Read with: ', ...links, '.'], ...onPage }];
}

function otherFits(fits: Fits, findings: readonly Finding[]): Block[] {
  if (fits.length === 0) return [];
  const items = fits.map((fit) => {
    const said = [
      fallSentence(fit),
      lawSentence(fit),
      outlookSentence(fit),
      ...unsaidWarnings(fit, findings),
    ].filter((text) => text !== undefined);
    return [{ strong: `${nameCurve(fit)}:` }, ` ${said.join(' ')}`];
  });
  const summary = `What it would be at other settings (${fits.length})`;
  return [{ ...written, kind: 'list', items, summary }];
}

/** The first fit; which one it is where there are others. */
export function briefly([main, ...others]: Fits): string {
  const name = others.length > 0 ? `${nameCurve(main!)}: ` : '';
  return `${name}${briefSentence(main!)}`;
}

/** `threads, imapUnordered, chunksize 1, 2 cores`. */
export function nameCurve({ engine, over }: ReportFit): string {
  return curveParts({ engine, ...over })
    .filter((part) => part !== '')
    .join(', ');
}

/** The warnings that no finding says already. */
function unsaidWarnings({ warnings }: ReportFit, findings: readonly { message: string }[]): string[] {
  return warnings.filter((warning) => !findings.some(({ message }) => message.includes(warning)));
}
