import { counted, formatMs } from '../../stats/index.js';
import { verdictOf } from '../answer.js';
import type { Chart } from '../charts/index.js';
import { chunkSentences } from '../chunk-advice/index.js';
import { payloadSentence } from '../payload.js';
import { dispatcherSentences } from '../pool-simulation/index.js';
import type { Finding } from '../schema.js';
import { rowsOf, type Section } from '../sections.js';
import { Figure } from './figure.js';
import { Fits } from './fits.js';
import { CaseTable } from './table.js';

function tasksOf({ scenario, params }: Section): string {
  const { taskMs, tasks } = scenario;
  const [shortest, longest] = [formatMs(taskMs?.min ?? 0), formatMs(taskMs?.max ?? 0)];
  const each = shortest === longest ? shortest : `${shortest} to ${longest}`;
  const times = taskMs === null ? '' : `, ${each} each when run serially`;
  return `${counted(tasks, 'task')}${times}${params === '' ? '' : `; parameters: ${params}`}.`;
}

/** One scenario: its charts and all its cases. */
export function Chapter({
  section,
  charts,
  fitCharts: [fitChart],
  findings,
}: {
  section: Section;
  charts: Chart[];
  fitCharts: Chart[];
  /** Ranked, all of the page. */
  findings: readonly Finding[];
}) {
  const { scenario, title, cases, fits, recommendation } = section;
  return (
    <section>
      <h2 id={`scenario-${section.id}`}>{title}</h2>
      <p>{scenario.description}</p>
      <p class="muted">
        {tasksOf(section)} {payloadSentence(section)}
      </p>
      {[...chunkSentences(section.chunkAdvice), ...dispatcherSentences(section.dispatchers)].map(
        (sentence) => (
          <p>{sentence}</p>
        ),
      )}
      {charts.length === 0 ? null : (
        <div class="charts">
          {charts.map((chart) => (
            <Figure chart={chart} title={title} />
          ))}
        </div>
      )}
      <Fits fits={fits} chart={fitChart} title={title} findings={findings} />
      {cases.length === 0 ? (
        <p class="muted">No cases.</p>
      ) : (
        <CaseTable
          cases={rowsOf(section)}
          best={
            recommendation && verdictOf(recommendation) !== 'undecided' ? recommendation.caseId : undefined
          }
          label={`All cases of ${title}`}
        />
      )}
    </section>
  );
}
