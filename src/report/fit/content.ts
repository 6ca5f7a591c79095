import { counted, formatCores, formatRate } from '../../stats/index.js';
import { fitChart } from '../charts/fit.js';
import {
  type Answer,
  type Block,
  type Document,
  type Fact,
  reproduce,
  type Section,
} from '../document/document.js';
import { inTerminal, tableOf, written } from '../document/table.js';
import { terminalFitColumns } from '../laws/columns.js';
import { lawBlock, predictionsBlock } from '../laws/content.js';
import { bestSentence, briefSentence, outlookSentence } from '../laws/sentences.js';
import { nameLaw, timesOneWorker } from '../laws/words.js';
import type { FitDocument, FittedCurve } from './document.js';
import { parameterColumns, parameterRows } from './parameters.js';
import { chartKey, terminalChart } from './terminal-chart.js';

/** Of more curves than that each gets a sentence in a terminal. */
const MOST_IN_FULL = 3;

/** What a fit says: of each curve its law, what that predicts, and what makes it doubtful. */
export function fitContent(document: FitDocument): Document {
  const { file, format, curves, command, versions } = document;
  const isLong = curves.length > MOST_IN_FULL;
  return {
    title: file,
    facts: [`read as ${format}`],
    sections: [
      ...curves.map((curve, index) => ({
        ...sectionOf(curve, `fit-${index + 1}`),
        ...(isLong && written),
      })),
      ...(isLong ? [briefly(curves)] : []),
    ],
    appendix: [
      reproduce(command, {
        kind: 'facts',
        facts: [
          { name: 'Read as', value: format },
          {
            name: 'Versions',
            value: Object.entries(versions)
              .map((each) => each.join(' '))
              .join(', '),
          },
        ],
      }),
    ],
    closing: `${file}, read as ${format}.`,
    version: versions.corewise ?? '',
  };
}

function sectionOf(curve: FittedCurve, id: string): Section {
  const { name, basis, warnings } = curve;
  const source: Block = { kind: 'text', text: basis, look: 'muted' };
  const doubts: Block = {
    kind: 'doubts',
    doubts: warnings.map((message) => ({ severity: 'warning', message })),
  };
  const parameters: Block = {
    kind: 'table',
    table: tableOf(`Parameters of ${name}`, parameterColumns, parameterRows(curve)),
  };
  return {
    title: name,
    answer: answerOf(curve),
    blocks: [
      { ...source, ...written },
      { ...doubts, ...written },
      lawBlock(curve),
      { ...parameters, ...inTerminal },
      {
        kind: 'drawing',
        title: `throughput, ${curve.unit}`,
        key: chartKey(curve),
        draw: (width) => terminalChart(curve, width),
      },
      {
        ...inTerminal,
        kind: 'table',
        table: tableOf(`Predictions for ${name}`, terminalFitColumns(curve), curve.predictions),
      },
      predictionsBlock(curve, fitChart(curve, { id, heading: name }), name),
      { ...parameters, ...written },
      { kind: 'facts', facts: machineFacts(curve), look: 'strip', ...written },
      { ...doubts, ...inTerminal },
      { ...source, ...inTerminal },
    ],
  };
}

/** What the reader came for: what the nearest count that was asked for would give. */
function answerOf(curve: FittedCurve): Answer {
  const { predictions, name, formula } = curve;
  const told = predictions.find(({ extrapolated }) => extrapolated) ?? predictions.at(-1)!;
  const { text, detail } = timesOneWorker(told, curve);
  const range = `${told.assumed ? 'assumed range' : '95 % interval'} ${detail}`;
  const reasons = [
    { text: bestSentence(curve) },
    { text: formula, ...inTerminal },
    { text: outlookSentence(curve), ...written },
    { text: peakSentence(curve) },
  ];
  return {
    figure: told.assumed ? `≈ ${text}` : text,
    figureOf: [
      `as fast as one worker, with ${counted(told.workers, 'worker')}`,
      ...(detail === undefined ? [] : [range]),
    ],
    headline: `${name}: ${nameLaw(curve)}`,
    reasons: reasons.flatMap(({ text, ...shown }) => (text == null ? [] : [{ ...shown, text }])),
  };
}

/** Where the law is highest; undefined where it has no such place. */
function peakSentence({ peak, unit }: FittedCurve): string | undefined {
  if (peak === undefined) return undefined;
  const range = `${formatRate(peak.low)} to ${formatRate(peak.high)}`;
  return `Peak of the law: ${formatRate(peak.throughput)} ${unit} (${range}) at ${Number(peak.workers.toFixed(1))} workers; more do less.`;
}

/** What the fit was given of the machine. */
function machineFacts({ machine: { physicalCores, logicalCores, quotaCpus } }: FittedCurve): Fact[] {
  const given = (name: string, value: number | undefined): Fact => ({
    name,
    value: value === undefined ? 'not known' : formatCores(value),
  });
  return [
    given('Physical cores', physicalCores),
    given('Logical CPUs', logicalCores),
    ...(quotaCpus === undefined ? [] : [given('Quota, CPUs', quotaCpus)]),
  ];
}

function briefly(curves: readonly FittedCurve[]): Section {
  const items = curves.map((curve) => [{ strong: curve.name }, `: ${briefSentence(curve)}`]);
  const hint = `--benchmark '${curves[0]!.name}' shows one in full; --out writes them all.`;
  return {
    ...inTerminal,
    blocks: [
      { kind: 'list', items },
      { kind: 'text', text: hint },
    ],
  };
}
