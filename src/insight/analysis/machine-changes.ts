import type {
  CeilingObservation,
  Confirmation,
  MachineChange,
  Observation,
  RecordLine,
  RunRecord,
} from '../../record/index.js';

type Measured = Observation | Confirmation | CeilingObservation;

/**
 * What was measured while other CPUs could be used than the header's host says, by affinity or by a quota, and all of
 * the rounds in which that changed: within such a round ratios are of two machines.
 */
export function onChangedMachine({ header: { host }, lines }: RunRecord): ReadonlySet<Measured> {
  const changed = new Set<Measured>();
  const mixed = new Set<string>();
  let isOther = false;
  for (const line of lines) {
    if (line.kind === 'machine') {
      isOther = !isAsIn(host, line);
      mixed.add(roundOf(line, line.confirmation === true));
    } else if (isOther && isMeasured(line)) changed.add(line);
  }
  if (mixed.size === 0) return changed;
  for (const line of lines)
    if (isMeasured(line) && mixed.has(roundOf(line, line.kind === 'confirmation'))) changed.add(line);
  return changed;
}

function isAsIn(
  host: Pick<RunRecord['header']['host'], 'allowed' | 'quotaCpus'>,
  { allowed, quotaCpus }: MachineChange,
): boolean {
  return quotaCpus === host.quotaCpus && allowed.join() === host.allowed.join();
}

function isMeasured(line: RecordLine): line is Measured {
  return line.kind === 'observation' || line.kind === 'confirmation' || line.kind === 'ceiling';
}

function roundOf({ round }: { round: number }, isConfirmation: boolean): string {
  return `${isConfirmation ? 'confirmation' : 'round'} ${round}`;
}
