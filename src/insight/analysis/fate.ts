import { type Case, workKey } from '../../measure/cases/index.js';
import type { Confirmation, Observation, RecordLine, RunRecord } from '../../record/index.js';
import type { CaseResult } from './case-result.js';

export type Fate = Pick<CaseResult, 'status' | 'reason' | 'verified' | 'settled'>;

type Verification = Extract<RecordLine, { kind: 'verification' }>;

/** What became of each case, by id; the gravest word counts. */
export function fatesOf({ header, lines }: RunRecord): Map<string, Fate> {
  const cases = header.plan.cases;
  const verifications = new Map(
    lines
      .filter((line): line is Verification => line.kind === 'verification')
      .map((line) => [line.case, line] as const),
  );
  return new Map(
    cases.map((one) => {
      const own = lines.filter((line) => 'case' in line && line.case === one.id);
      const verified = verifiedOf(one, cases, verifications);
      return [one.id, { ...statusOf(own, verifications.get(one.id)), verified, ...settledOf(own) }];
    }),
  );
}

function statusOf(
  own: readonly RecordLine[],
  verification: Verification | undefined,
): Pick<Fate, 'status' | 'reason'> {
  const said = (kind: 'skipped' | 'failed' | 'dropped') => {
    const line = own.find((each) => each.kind === kind);
    return line && 'reason' in line ? line.reason : undefined;
  };
  const observations = own.filter((line): line is Observation => line.kind === 'observation');
  const confirmations = own.filter((line): line is Confirmation => line.kind === 'confirmation');
  const failed =
    said('failed') ?? differenceOf(verification) ?? failuresOf([...observations, ...confirmations]);
  if (failed !== undefined) return { status: 'failed', reason: failed };
  const skipped = said('skipped');
  if (skipped !== undefined) return { status: 'skipped', reason: skipped };
  const dropped =
    said('dropped') ?? (observations.length === 0 ? 'The run ended before it was measured.' : undefined);
  return dropped === undefined ? { status: 'ok' } : { status: 'dropped', reason: dropped };
}

function differenceOf(verification: Verification | undefined): string | undefined {
  if (verification?.verified !== false) return undefined;
  return verification.difference ?? 'Its results differ from those of serial.';
}

function settledOf(own: readonly RecordLine[]): Pick<Fate, 'settled'> {
  const line = own.findLast((each) => each.kind === 'settled');
  if (!line) return {};
  const { reason, round, message } = line;
  return { settled: { reason, round, message } };
}

function failuresOf(observations: readonly (Observation | Confirmation)[]): string | undefined {
  const total = (key: 'submitted' | 'failed' | 'lost') =>
    observations.reduce((sum, { counts }) => sum + counts[key], 0);
  const failed = total('failed');
  const lost = total('lost');
  if (failed + lost === 0) return undefined;
  return `Of ${total('submitted')} tasks ${failed} failed and ${lost} were lost with their worker.`;
}

/** Serial is what others are compared with: it is as good as the comparison, which may not be possible. */
function verifiedOf(
  one: Case,
  cases: readonly Case[],
  verifications: ReadonlyMap<string, Verification>,
): boolean | null {
  const own = verifications.get(one.id)?.verified;
  if (own !== undefined || one.engine !== 'serial') return own ?? null;
  const compared = cases
    .filter((other) => workKey(other) === workKey(one))
    .map(({ id }) => verifications.get(id));
  return compared.some((verification) => typeof verification?.verified === 'boolean') ? true : null;
}
