import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { messageOf } from '../../src/errors.js';
import { endOf, type RecordLine, type RunRecord, readRecord } from '../../src/record/index.js';
import { type Report, reportSchema } from '../../src/report/index.js';
import type { Ended } from '../../src/testing/command-line.js';
import type { Tally } from './tally.js';

/** What of a record is there, as text; empty where there is none. */
export function recordText(out: string): string {
  const file = join(out, 'record.jsonl');
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
}

export const observationsIn = (text: string): number => text.split('{"kind":"observation"').length - 1;

/** A record that has a first line must read. Undefined where there is none, or it does not. */
export async function checkedRecord(
  out: string,
  tally: Tally,
  where: string,
): Promise<RunRecord | undefined> {
  if (!recordText(out).includes('\n')) return undefined;
  try {
    return await readRecord(out);
  } catch (error) {
    tally.wrong('observations lost', `${where}: the record does not read: ${messageOf(error)}`);
    return undefined;
  }
}

/** What was on the disk before must be there still, but for half a last line. */
export function checkKept(before: string, out: string, tally: Tally, where: string): void {
  const whole = before.slice(0, before.lastIndexOf('\n') + 1);
  if (recordText(out).startsWith(whole)) return;
  tally.wrong(
    'observations lost',
    `${where}: lines of before have changed`,
    Math.max(1, observationsIn(whole)),
  );
}

/** Of a command that ended by itself: its record, its report and its exit code say the same. */
export async function checkEnded(
  out: string,
  { code, stderr }: Ended,
  tally: Tally,
  where: string,
): Promise<Report | undefined> {
  if (/unexpectedly|^\s+at .*:\d+:\d+\)?$/m.test(stderr)) tally.wrong('wrong answers', `${where}: ${stderr}`);
  for (const name of existsSync(out) ? readdirSync(out) : [])
    if (name.startsWith('.corewise')) tally.wrong('files left', `${where}: ${name} in the run's folder`);
  const record = await checkedRecord(out, tally, where);
  if (record === undefined) return undefined;
  tally.observations += record.lines.filter(({ kind }) => kind === 'observation').length;
  const end = endOf(record.lines);
  if (end?.reason === 'rounds' || end?.reason === 'precise') {
    const lost = casesWithoutFate(record);
    tally.wrong('cases lost', `${where}: ${lost.join(', ')}`, lost.length);
  }
  return checkReport(out, record, code, tally, where);
}

/** Neither measured nor said to have failed, or to be left out. */
function casesWithoutFate({ header, lines }: RunRecord): string[] {
  const told = new Set(lines.flatMap((line) => (isFate(line) ? [line.case] : [])));
  return header.plan.cases.map(({ id }) => id).filter((id) => !told.has(id));
}

const fates: readonly string[] = ['observation', 'failed', 'skipped', 'dropped'];

function isFate(line: RecordLine): line is RecordLine & { case: string } {
  return fates.includes(line.kind);
}

function checkReport(
  out: string,
  { header, lines }: RunRecord,
  code: number | null,
  tally: Tally,
  where: string,
): Report | undefined {
  const file = join(out, 'report.json');
  const wrong = (what: string) => tally.wrong('wrong answers', `${where}: ${what}`);
  if (!existsSync(file)) {
    if (code === 0) wrong('exit code 0 without a report');
    return undefined;
  }
  const report = reportSchema.safeParse(JSON.parse(readFileSync(file, 'utf8')));
  if (!report.success) {
    wrong(`the report is none: ${report.error.message}`);
    return undefined;
  }
  const { cases } = report.data;
  const missing = header.plan.cases.filter(({ id }) => !cases.some((one) => one.id === id));
  tally.wrong(
    'cases lost',
    `${where}: not in the report: ${missing.map(({ id }) => id).join(', ')}`,
    missing.length,
  );
  const failed = cases.filter(({ status, verified }) => status === 'failed' || verified === false);
  for (const { id, status, reason } of failed)
    if (status === 'failed' && !reason) wrong(`${id} failed without a reason`);
  const isWhole = ['rounds', 'precise'].includes(endOf(lines)?.reason ?? '');
  if (isWhole && code === 0 && failed.length > 0) wrong('exit code 0 with a case that failed');
  return report.data;
}
