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

/** What a matcher expects, and what its opposite does. */
interface Expected {
  is: string;
  isNot: string;
}

/** Fails both ways where there was nothing to judge by. */
function result({ isNot }: { isNot: boolean }, { pass, isJudged, found }: Judgement, expected: Expected) {
  return {
    pass: isJudged ? pass : isNot,
    message: () => `expected ${isNot ? expected.isNot : expected.is}\n${found}`,
  };
}

function checked(value: unknown, matcher: string): Report {
  const { schema } = (value ?? {}) as { schema?: unknown };
  if (typeof schema === 'string' && schema.startsWith('corewise/report/')) return value as Report;
  throw new UsageError(`${matcher} takes a report: await measure(suite), or what report.json holds.`);
}

expect.extend({
  toScaleTo(received: unknown, speedup: unknown) {
    if (typeof speedup !== 'number' || !(speedup > 0))
      throw new UsageError(`toScaleTo takes a speedup above 0, such as 1.8; it got ${String(speedup)}.`);
    return result(this, scalesTo(checked(received, 'toScaleTo'), speedup), {
      is: `every scenario to be at least ${speedup}× as fast as serial`,
      isNot: `a scenario not to be proved at least ${speedup}× as fast as serial`,
    });
  },
  toMatchSerial(received: unknown) {
    return result(this, matchesSerial(checked(received, 'toMatchSerial')), {
      is: 'every setting to give the results of serial',
      isNot: 'a setting not to give the results of serial',
    });
  },
  toBeFasterThan(received: unknown, other: unknown) {
    const reports = [checked(received, 'toBeFasterThan'), checked(other, 'toBeFasterThan')] as const;
    const [mine, theirs] = reports.map(({ label }) => label);
    return result(this, isFasterThan(...reports), {
      is: `${mine} to be faster than ${theirs}`,
      isNot: `${mine} not to be proved faster than ${theirs}`,
    });
  },
});
