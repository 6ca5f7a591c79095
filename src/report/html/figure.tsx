import type { Chart } from '../charts/index.js';

/** A chart that the page's script draws; `title` says what it is of, for those who do not see it. */
export function Figure({ chart, title }: { chart: Chart; title: string }) {
  return (
    <figure>
      <h3>{chart.title}</h3>
      <div class="canvas">
        <canvas id={chart.id} role="img" aria-label={`${title}: ${chart.title}. ${chart.caption}`} />
      </div>
      <figcaption>{chart.caption}</figcaption>
    </figure>
  );
}
