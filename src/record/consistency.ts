import type { z } from 'zod';
import { standsFor } from '../stats/index.js';
import type { caseSchema, RecordHeader } from './header.js';
import { type Confirmation, type Observation, readCeilingName } from './observation.js';
import type { RecordLine } from './schema.js';
import { scenarioKey, workKey } from './work.js';

type RecordedCase = z.infer<typeof caseSchema>;

/**
 * What each line of a record has to agree with: the header and the lines before it. A schema sees one line alone;
 * whoever reads a record may rely on what stands here, such as lists as long as a case's workers.
 */
export class Consistency {
  private readonly cases = new Map<string, RecordedCase>();
  /** Tasks of a pass by scenario and parameters; undefined for open-ended scenarios and copies: as many as workers. */
  private readonly tasks = new Map<string, number | undefined>();
  private hasStopped = false;

  constructor(private readonly header: RecordHeader) {}

  /** What in the header contradicts itself, with its field; undefined where nothing does. */
  problemOfHeader(): string | undefined {
    const { plan, scenarios } = this.header;
    for (const { name, params, tasks, openEnded, command } of scenarios)
      this.tasks.set(
        scenarioKey({ name, params }),
        openEnded || command?.kind === 'copies' ? undefined : tasks,
      );
    for (const [i, one] of plan.cases.entries()) {
      const problem = this.add(one);
      if (problem !== undefined) return `plan.cases[${i}]${problem}`;
    }
    return undefined;
  }

  /** What in a line contradicts what stands before it, with its field; undefined where nothing does. */
  problemOf(line: RecordLine): string | undefined {
    if (this.hasStopped && line.kind !== 'resumed') return `kind: "${line.kind}" after the run had stopped`;
    switch (line.kind) {
      case 'observation':
      case 'confirmation':
        return this.ofObservation(line);
      case 'added': {
        const problem = this.add(line.added);
        return problem && `added${problem}`;
      }
      case 'ceiling':
        if (line.throughputs.length > line.workers)
          return `throughputs: ${line.throughputs.length} of ${line.workers} workers`;
        return this.cases.has(line.reference) ? undefined : unknownCase('reference', line.reference);
      case 'stopped':
        this.hasStopped = true;
        return undefined;
      case 'resumed':
        this.hasStopped = false;
        return undefined;
      case 'machine':
      case 'note':
        return undefined;
      default:
        return this.isKnown(line.case) ? undefined : unknownCase('case', line.case);
    }
  }

  private add(one: RecordedCase): string | undefined {
    if (this.cases.has(one.id)) return `.id: "${one.id}" is there twice`;
    if (!this.tasks.has(workKey(one)))
      return `.scenario: no "${one.scenario}" with these parameters is among the scenarios`;
    this.cases.set(one.id, one);
    return undefined;
  }

  /** A ceiling that failed is named after the case that it is a multiple of. */
  private isKnown(id: string): boolean {
    return this.cases.has(readCeilingName(id)?.reference ?? id);
  }

  private ofObservation(line: Observation | Confirmation): string | undefined {
    const of = this.cases.get(line.case);
    if (of === undefined) return unknownCase('case', line.case);
    const { passes, wallMs, turns, lanes, chunks = [], counts } = line;
    if (!standsFor(wallMs.length, passes)) return `wallMs: ${wallMs.length} times of ${passes} passes`;
    if (turns !== undefined && turns.length !== wallMs.length)
      return `turns: ${turns.length} figures beside ${wallMs.length} times`;
    const { submitted, ok, failed, lost } = counts;
    if (submitted !== ok + failed + lost)
      return `counts: ${ok} ok, ${failed} failed and ${lost} lost are not the ${submitted} submitted`;
    const workers = new Set<number>();
    for (const [i, { worker }] of lanes.entries()) {
      if (worker >= of.workers)
        return `lanes[${i}].worker: ${worker}, of ${of.workers} workers, counted from 0`;
      if (workers.has(worker)) return `lanes[${i}].worker: ${worker} is there twice`;
      workers.add(worker);
    }
    // An open-ended task occupies its worker to the end, so that each gets exactly one; so does a copy.
    const tasks = this.tasks.get(workKey(of)) ?? of.workers;
    for (const [i, [worker, first, own, pass]] of chunks.entries()) {
      if (worker >= of.workers) return `chunks[${i}][0]: worker ${worker}, of ${of.workers}, counted from 0`;
      if (first + own > tasks) return `chunks[${i}][1]: tasks up to ${first + own}, of ${tasks}`;
      if (pass >= passes) return `chunks[${i}][3]: pass ${pass}, of ${passes}, counted from 0`;
    }
    return undefined;
  }
}

const unknownCase = (field: string, id: string) => `${field}: the record has no case "${shortened(id)}"`;

const shortened = (text: string) => (text.length > 100 ? `${text.slice(0, 100)}…` : text);
