import type { Report } from '../run/report/schema.js';
import { inventReport } from './invented.js';

/** What a renderer must neither run, nor break at, nor let out of its place. */
export const hostile =
  '<script>alert(1)</script> </script> <!-- --> <img src=x onerror=alert(2)> "\'`|*_ \u2028 \u001b[31mred\u001b[0m \u202e end';

const hostileId = (i: number) => `=cmd()|${hostile}${i}`;

/** A report in which every free text is hostile. */
export function inventHostileReport(): Report {
  const report = inventReport();
  const rename = <T extends { scenario: string }>(item: T): T => ({
    ...item,
    scenario: item.scenario === 'cycles' ? hostile : item.scenario,
  });
  const renamed = (id: string) => hostileId(report.cases.findIndex((c) => c.id === id));
  return {
    ...report,
    label: hostile,
    command: hostile,
    host: { ...report.host, cpu: hostile, os: hostile },
    versions: { corewise: hostile },
    scenarios: report.scenarios.map((s) => ({
      ...s,
      name: s.name === 'cycles' ? hostile : s.name,
      description: hostile,
    })),
    cases: report.cases.map((c, i) => ({
      ...rename(c),
      id: hostileId(i),
      reason: hostile,
      engine: c.engine === 'processes' ? hostile : c.engine,
    })),
    timelines: report.timelines!.map((timeline) => ({
      ...rename(timeline),
      case: renamed(timeline.case),
    })),
    taskTimes: report.taskTimes!.map((times) => ({ ...rename(times), case: renamed(times.case) })),
    fits: report.fits.map((fit) => ({ ...rename(fit), warnings: [hostile] })),
    recommendations: report.recommendations.map((r) => ({
      ...rename(r),
      caseId: renamed(r.caseId),
      headline: hostile,
      why: hostile,
    })),
    findings: report.findings.map((f) => ({
      ...f,
      message: hostile,
      advice: hostile,
      check: hostile,
      cases: [hostile, 'unbroken/'.repeat(20)],
    })),
    stopped: { ...report.stopped, message: hostile },
  };
}
