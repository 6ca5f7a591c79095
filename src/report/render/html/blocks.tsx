import { withNpx } from '../../../record/index.js';
import type { Chart } from '../../charts/chart.js';
import type { Block, Fact, Finding, Part, Text } from '../../document/document.js';
import { Severity } from './findings.js';
import { TableOf } from './table.js';

interface BlockProps {
  block: Block;
  anchors: ReadonlyMap<Finding, string>;
}

/** A block of a section, whatever its kind. */
export function BlockOf({ block, anchors }: BlockProps) {
  switch (block.kind) {
    case 'heading':
      return <h3>{block.text}</h3>;
    case 'text':
      return (
        <p class={block.look}>
          <Words text={block.text} anchors={anchors} />
        </p>
      );
    case 'list':
      return <List {...block} anchors={anchors} />;
    case 'facts':
      return <Facts {...block} />;
    case 'table':
      return <TableOf table={block.table} />;
    case 'charts':
      return <Charts {...block} />;
    case 'doubts':
      return <Warnings {...block} />;
    case 'command':
      return <pre class="command">{withNpx(block.command)}</pre>;
    case 'drawing':
      return null;
  }
}

type Of<Kind extends Block['kind']> = Extract<Block, { kind: Kind }>;

function List({ items, summary, anchors }: Of<'list'> & Pick<BlockProps, 'anchors'>) {
  if (items.length === 0) return null;
  const list = (
    <ul>
      {items.map((item) => (
        <li>
          <Words text={item} anchors={anchors} />
        </li>
      ))}
    </ul>
  );
  if (summary === undefined) return list;
  return (
    <details>
      <summary>{summary}</summary>
      {list}
    </details>
  );
}

/** Names with their values, side by side or below one another. */
function Facts({ facts, look }: Of<'facts'>) {
  if (look === undefined)
    return (
      <dl class="words">{facts.flatMap(({ name, value }: Fact) => [<dt>{name}</dt>, <dd>{value}</dd>])}</dl>
    );
  return (
    <dl class="facts">
      {facts.map(({ name, value }) => (
        <div>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Charts({ charts, subject, beside }: Of<'charts'>) {
  if (charts.length === 0) return null;
  // Two stand side by side: of an odd number the last one would leave a gap.
  const narrow = charts.filter(({ isWide }) => !isWide);
  const alone = beside === undefined && narrow.length % 2 === 1 ? narrow.at(-1) : undefined;
  return (
    <div class={beside === undefined ? 'charts' : 'fit'}>
      <noscript>
        <p class="muted">
          JavaScript draws the charts. What each shows is said below its heading; its figures stand in the
          tables, and pictures of all, with <code>--format png</code>, in <a href="charts/">charts/</a> beside
          this page.
        </p>
      </noscript>
      {charts.map((chart) => (
        <Figure chart={chart} title={subject} isAlone={chart === alone} />
      ))}
      {beside === undefined ? null : <TableOf table={beside} />}
    </div>
  );
}

function Warnings({ doubts }: Of<'doubts'>) {
  if (doubts.length === 0) return null;
  return (
    <ul class="doubts">
      {doubts.map(({ severity, message }) => (
        <li>
          <Severity severity={severity} /> {message}
        </li>
      ))}
    </ul>
  );
}

function Words({ text, anchors }: { text: Text } & Pick<BlockProps, 'anchors'>) {
  const parts: readonly Part[] = typeof text === 'string' ? [text] : text;
  return (
    <>
      {parts.map((part) => {
        if (typeof part === 'string') return part;
        if ('strong' in part) return <strong>{part.strong}</strong>;
        if ('code' in part) return <code>{part.code}</code>;
        if ('muted' in part) return <small class="muted">{part.muted}</small>;
        return <a href={`#${anchors.get(part.finding)}`}>{part.finding.check}</a>;
      })}
    </>
  );
}

/** Pixels that a line of a row's label needs, and the axis below all of them. */
const LINE = 19;
const BELOW = 70;

/** Of a row of a wide chart, where there are few or many, and what is above and below all of them. */
const ROW = 46;
const LOW_ROW = 26;
const MOST_HIGH = 8;
const AROUND = 120;

/** A chart of rows is as high as they are many, so that each has its label. */
function heightOf({ isWide, config: { data } }: Chart): { style: string } | undefined {
  if (data.labels === undefined) return undefined;
  const rows = data.labels.length;
  if (isWide) return { style: `height: ${(rows > MOST_HIGH ? LOW_ROW : ROW) * rows + AROUND}px` };
  return { style: `min-height: ${LINE * data.labels.flat().length + BELOW}px` };
}

interface FigureProps {
  chart: Chart;
  /** What it is of, for those who do not see the page. */
  title: string;
  isAlone?: boolean;
  /** No heading of a section stands above it. */
  isFirst?: boolean;
}

/** A chart that the page's script draws. */
export function Figure({ chart, title, isAlone = false, isFirst = false }: FigureProps) {
  return (
    <figure class={isAlone ? 'alone wide' : chart.isWide ? 'wide' : undefined}>
      {isFirst ? <h2>{chart.title}</h2> : <h3>{chart.title}</h3>}
      <div class="canvas" {...heightOf(chart)}>
        <canvas id={chart.id} role="img" aria-label={`${title}: ${chart.title}. ${chart.caption}`} />
      </div>
      <figcaption>{chart.caption}</figcaption>
    </figure>
  );
}
