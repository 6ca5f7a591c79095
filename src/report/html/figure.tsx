import type { Chart } from '../charts/chart.js';

/** Pixels that a line of a row's label needs, and the axis below all of them. */
const LINE = 19;
const BELOW = 70;

/** A chart of rows is as high as they are many, so that each has its label. */
function heightOf({ config: { data } }: Chart): { style: string } | undefined {
  if (data.labels === undefined) return undefined;
  return { style: `min-height: ${LINE * data.labels.flat().length + BELOW}px` };
}

/** A chart that the page's script draws; `title` says what it is of, for those who do not see it. */
export function Figure({ chart, title }: { chart: Chart; title: string }) {
  return (
    <figure>
      <h3>{chart.title}</h3>
      <div class="canvas" {...heightOf(chart)}>
        <canvas id={chart.id} role="img" aria-label={`${title}: ${chart.title}. ${chart.caption}`} />
      </div>
      <figcaption>{chart.caption}</figcaption>
    </figure>
  );
}
