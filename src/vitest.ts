/** Matchers of reports for Vitest: `import 'corewise/vitest'` in a test or a setup file. */
import { expect } from 'vitest';
import { UsageError } from './errors.js';
import { isFasterThan, type Judgement, matchesSerial, scalesTo } from './library/judgements.js';
import type { Report } from './report/index.js';

interface ReportMatchers<R> {
  /** The best setting of every scenario is at least so many times as fast as serial: its whole 95 % interval. */
  toScaleTo(speedup: number): R;
  /** Every setting that was measured gave the results of serial. */
  toMatchSerial(): R;
  /** The best setting of every scenario that both have is proved to be faster than the other's, at 5 %. */
  toBeFasterThan(other: Report): R;
}

declare module 'vitest' {
  // biome-ignore lint/suspicious/noExplicitAny: as Vitest declares it.
  interface Matchers<T = any> extends ReportMatchers<T> {}
}

/** What Vitest prints where a test fails, and what it prints where the opposite was expected. */
function result({ pass, found }: Judgement, expected: string) {
  return { pass, message: () => `expected ${pass ? 'not ' : ''}${expected}\n${found}` };
}

function checked(value: unknown, matcher: string): Report {
  const { schema } = (value ?? {}) as { schema?: unknown };
  if (typeof schema === 'string' && schema.startsWith('corewise/report/')) return value as Report;
  throw new UsageError(`${matcher} takes a report: await measure(suite), or what report.json holds.`);
}

expect.extend({
  toScaleTo(received: unknown, speedup: number) {
    if (!(speedup > 0))
      throw new UsageError(`toScaleTo takes a speedup above 0, such as 1.8; it got ${speedup}.`);
    return result(
      scalesTo(checked(received, 'toScaleTo'), speedup),
      `a speedup of ${speedup} or more over serial`,
    );
  },
  toMatchSerial(received: unknown) {
    return result(
      matchesSerial(checked(received, 'toMatchSerial')),
      'the results of serial from every setting',
    );
  },
  toBeFasterThan(received: unknown, other: unknown) {
    const reports = [checked(received, 'toBeFasterThan'), checked(other, 'toBeFasterThan')] as const;
    return result(isFasterThan(...reports), `${reports[0].label} to be faster than ${reports[1].label}`);
  },
});
