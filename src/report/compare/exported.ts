import { AFTER, type ComparisonDocument, type MeasuredSetting, nameOf } from '../../market/compare/index.js';

/** A figure of a setting, by the name under which a dashboard keeps its history. */
export interface ExportedFigure extends MeasuredSetting {
  name: string;
  unit: string;
}

/**
 * What dashboards get: every setting of the newer side, or of every machine. A name holds the machine only where there
 * are several, so that histories go on when a runner is replaced.
 */
export function exportedFigures({ kind, groups, works }: ComparisonDocument): ExportedFigure[] {
  const hasSeveral = kind === 'machines' && groups.length > 1;
  return works.flatMap(({ title, entries, openEnded }) =>
    entries
      .filter(({ group }) => kind === 'machines' || group === AFTER)
      .flatMap(({ group, settings }) =>
        settings.map((measured) => ({
          ...measured,
          name: [title, nameOf(measured.setting), ...(hasSeveral ? [group] : [])].join(', '),
          unit: openEnded ? 'turns/s' : 'tasks/s',
        })),
      ),
  );
}
