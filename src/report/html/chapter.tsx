import { counted, formatMs } from '../../stats/index.js';
import type { Chart } from '../charts/index.js';
import { payloadSentence } from '../payload.js';
import type { Section } from '../sections.js';
import { CaseTable } from './table.js';

function Figure({ chart, title }: { chart: Chart; title: string }) {
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

function tasksOf({ scenario, params }: Section): string {
  const { taskMs, tasks } = scenario;
  const [shortest, longest] = [formatMs(taskMs?.min ?? 0), formatMs(taskMs?.max ?? 0)];
  const each = shortest === longest ? shortest : `${shortest} to ${longest}`;
  const times = taskMs === null ? '' : `, ${each} each when run serially`;
  return `${counted(tasks, 'task')}${times}${params === '' ? '' : `; parameters: ${params}`}.`;
}

/** One scenario: its charts and all its cases. */
export function Chapter({ section, charts }: { section: Section; charts: Chart[] }) {
  const { scenario, title, cases, recommendation } = section;
  return (
    <section>
      <h2 id={`scenario-${section.id}`}>{title}</h2>
      <p>{scenario.description}</p>
      <p class="muted">
        {tasksOf(section)} {payloadSentence(section)}
      </p>
      {charts.length === 0 ? null : (
        <div class="charts">
          {charts.map((chart) => (
            <Figure chart={chart} title={title} />
          ))}
        </div>
      )}
      {cases.length === 0 ? (
        <p class="muted">No cases.</p>
      ) : (
        <CaseTable cases={cases} best={recommendation?.caseId} label={`All cases of ${title}`} />
      )}
    </section>
  );
}
