import { listed } from '../../../stats/index.js';
import { nameOf, settingKey } from '../measured.js';
import type { Doubt } from '../schema.js';
import type { DoubtCheck } from './doubt-context.js';

/** Work that some groups did not measure, so that it is compared among the others only, or not at all. */
export const notEverywhere: DoubtCheck = ({ groups, works, answered }) =>
  works.flatMap((work): Doubt[] => {
    const compared = answered.find((answer) => answer.work.key === work.key)?.entries ?? [];
    const missing = groups
      .map(({ name }) => name)
      .filter((name) => !compared.some(({ group }) => group === name));
    if (missing.length === 0) return [];
    return [
      {
        check: 'not-everywhere',
        severity: 'warning',
        message: `${work.title}: no figure for ${listed(missing)}, so it is not compared there.`,
        advice: 'A figure needs at least two rounds of the same scenario with the same parameters.',
      },
    ];
  });

/** Settings that only one of before and after has. */
export const oneSideOnly: DoubtCheck = ({ kind, answered }) =>
  kind === 'machines'
    ? []
    : answered.flatMap(({ work, entries, comparisons }): Doubt[] => {
        const compared = new Set(comparisons.map(({ setting }) => settingKey(setting!)));
        const left = entries.flatMap(({ group, settings }) =>
          settings
            .filter(({ setting }) => !compared.has(settingKey(setting)))
            .map(({ setting }) => `${nameOf(setting)} (${group})`),
        );
        if (left.length === 0) return [];
        return [
          {
            check: 'one-side-only',
            severity: 'warning',
            message: `${work.title}: measured on one side only, so not compared: ${left.join('; ')}.`,
            advice: 'Measure the same settings on both sides.',
          },
        ];
      });
