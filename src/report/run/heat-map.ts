import { groupBy, nameDispatch, namePlace, nameSetting, nameWorkers } from '../../insight/analysis/index.js';
import { isOneRun, isPool } from '../../measure/cases/index.js';
import { formatCount, formatPercent, formatRate } from '../../stats/index.js';
import type { Block } from '../document/document.js';
import { MISSING, onPage, type Table, type TableCell, type TableColumn } from '../document/table.js';
import { subjectOf } from './answer.js';
import type { Chapter } from './chapters.js';
import type { ReportCase } from './report/case-schema.js';
import type { ReportChunkAdvice } from './report/chunk-advice.js';

type Cell = ReportCase & { throughput: NonNullable<ReportCase['throughput']> };

const isCell = (c: ReportCase): c is Cell =>
  isPool(c.engine) &&
  !isOneRun(c) &&
  !c.cold &&
  c.dispatch !== 'apply' &&
  c.status === 'ok' &&
  c.throughput !== null;

/** Throughput over workers and chunksize of one engine and dispatch; nothing where either did not vary. */
export function heatMap(chapter: Chapter): Block[] {
  const cells = cellsOf(chapter);
  if (cells.length === 0) return [];
  const advice = chapter.chunkAdvice.filter((one) => isOf(one, cells[0]!));
  const title = 'Throughput over workers and chunksize';
  return [
    { ...onPage, kind: 'heading', text: title },
    {
      ...onPage,
      kind: 'text',
      text: `${sentenceOf(cells, advice, unitOf(chapter))}${leftOut(cells)}`,
      look: 'muted',
    },
    {
      ...onPage,
      kind: 'table',
      table: gridOf(`${title} of ${chapter.title}`, cells, advice, unitOf(chapter)),
      picture: {
        id: `${chapter.id}-throughput`,
        heading: [
          `${chapter.title}: throughput over workers and chunksize`,
          `${unitOf(chapter)}, ${placeOf(cells[0]!)}; darker is more`,
        ],
      },
    },
  ];
}

const unitOf = ({ scenario: { openEnded } }: Chapter): string => (openEnded ? 'turns/s' : 'tasks/s');

/** Of the setting that the answer is about, where its workers and chunksizes vary; else the one with most cells. */
function cellsOf(chapter: Chapter): Cell[] {
  const groups = groupBy(chapter.cases.filter(isCell), (c) =>
    JSON.stringify([c.engine, c.dispatch, c.cores, c.cpus, c.quota, c.replica]),
  );
  const varied = [...groups.values()].filter(
    (own) => countsOf(own, 'workers').length > 1 && countsOf(own, 'chunksize').length > 1,
  );
  const subject = subjectOf(chapter)?.id;
  const own = varied.find((cells) => cells.some(({ id }) => id === subject));
  return own ?? varied.sort((a, b) => b.length - a.length)[0] ?? [];
}

const countsOf = (cells: readonly Cell[], of: 'workers' | 'chunksize'): number[] =>
  [...new Set(cells.map((c) => c[of]))].sort((a, b) => a - b);

const isOf = (one: ReportChunkAdvice, c: Cell): boolean =>
  c.quota === undefined &&
  one.engine === c.engine &&
  one.dispatch === c.dispatch &&
  one.cores === c.cores &&
  JSON.stringify(one.cpus) === JSON.stringify(c.cpus);

const highestOf = (cells: readonly Cell[]): Cell =>
  cells.reduce((a, b) => (b.throughput.value > a.throughput.value ? b : a));

function sentenceOf(cells: readonly Cell[], advice: readonly ReportChunkAdvice[], unit: string): string {
  const best = highestOf(cells);
  const worst = cells.reduce((a, b) => (b.throughput.value < a.throughput.value ? b : a));
  const share = formatPercent(worst.throughput.value / best.throughput.value);
  const chunksize = advice.find(({ workers }) => workers === best.workers)?.advised;
  const advised =
    chunksize === undefined ? '' : ` Advised for ${nameWorkers(best)}: chunksize ${formatCount(chunksize)}.`;
  return `Highest: ${formatRate(best.throughput.value)} ${unit}, ${nameSetting(best)}; the lowest, ${nameWorkers(worst)} with chunksize ${formatCount(worst.chunksize)}, gives ${share} of that.${advised}`;
}

function leftOut(cells: readonly Cell[]): string {
  const all = countsOf(cells, 'chunksize').length;
  return all > MOST_COLUMNS ? ` Of ${formatCount(all)} chunksizes about ${MOST_COLUMNS} are shown.` : '';
}

const placeOf = (c: Cell): string => `${c.engine} with ${c.dispatch}${namePlace(c)}`;

/** More columns do not stand side by side. */
const MOST_COLUMNS = 12;

/** All chunksizes, ascending; of very many the ones that must stand there, and others as far apart as there is room. */
function columnsOf(all: readonly number[], needed: readonly number[]): number[] {
  const ascending = [...new Set(all)].sort((a, b) => a - b);
  const step = Math.ceil(ascending.length / Math.max(1, MOST_COLUMNS - new Set(needed).size));
  if (ascending.length <= MOST_COLUMNS) return ascending;
  return ascending.filter((one, i) => needed.includes(one) || i % step === 0);
}

function gridOf(
  label: string,
  cells: readonly Cell[],
  advice: readonly ReportChunkAdvice[],
  unit: string,
): Table {
  const workers = countsOf(cells, 'workers');
  const wanted = advice.filter((one) => workers.includes(one.workers)).map(({ advised }) => advised);
  const chunksizes = columnsOf(
    [...countsOf(cells, 'chunksize'), ...wanted],
    [highestOf(cells).chunksize, ...wanted],
  );
  const [best, lowest] = [highestOf(cells), Math.min(...cells.map(({ throughput }) => throughput.value))];
  const shadeOf = (value: number) =>
    Math.max(0, (value - lowest) / Math.max(best.throughput.value - lowest, Number.MIN_VALUE));
  const cellAt = (count: number, chunksize: number): TableCell => {
    const measured = cells.find((c) => c.workers === count && c.chunksize === chunksize);
    const own = advice.find((one) => one.workers === count && one.advised === chunksize);
    if (measured === undefined) return own ? expectedCell(own) : { text: MISSING };
    const { value } = measured.throughput;
    const marks = [...(measured === best ? ['best'] : []), ...(own ? ['advised'] : [])];
    return {
      text: formatRate(value),
      ...(marks.length > 0 && { detail: marks.join(', ') }),
      sort: value,
      shade: shadeOf(value),
    };
  };
  return {
    label,
    columns: [
      { label: 'workers', meaning: placeOf(best), align: 'left' },
      ...chunksizes.map(
        (chunksize): TableColumn => ({
          label: `chunksize ${formatCount(chunksize)}`,
          meaning: `Throughput with ${nameDispatch({ ...best, chunksize })}, ${unit}`,
          align: 'right',
        }),
      ),
    ],
    rows: workers.map((count) => ({
      cells: [{ text: formatCount(count), sort: count }, ...chunksizes.map((each) => cellAt(count, each))],
    })),
  };
}

/** Nobody tried it. */
function expectedCell({ advised, expected, tasks }: ReportChunkAdvice): TableCell {
  const wallMs = expected.find(({ chunksize }) => chunksize === advised)?.wallMs;
  if (wallMs === undefined) return { text: MISSING, detail: 'advised' };
  return { text: `≈ ${formatRate((1000 * tasks) / wallMs)}`, detail: 'advised, expected' };
}
