import { pinModes } from '../../host/index.js';
import {
  field,
  flagField,
  functionField,
  isObject,
  listField,
  namesField,
  positiveField,
  signalField,
  textField,
  wholeField,
} from '../../read-options.js';
import type { ChunksizeSpec, CoresSpec, QuotaSpec, WorkersSpec } from '../../scenario/index.js';
import { LEAST_QUOTA } from '../cases/index.js';
import type { StudyOptions } from './options.js';

const isCount = (value: unknown) => Number.isSafeInteger(value) && (value as number) >= 1;
const isName = (value: unknown) => typeof value === 'string' && value !== '';
const isParam = (value: unknown) => ['number', 'string', 'boolean'].includes(typeof value);

const duration = positiveField('must be a number of milliseconds above 0');

/** For each option its rule. Whether the names in it exist is told where they are looked up. */
export const studyFields = {
  base: textField,
  engines: namesField("['serial', 'threads']"),
  dispatches: namesField("['map', 'imapUnordered']"),
  workers: listField<WorkersSpec>(
    "counts and texts, such as [1, 2, 'auto']",
    (item) => isCount(item) || isName(item),
  ),
  chunksizes: listField<ChunksizeSpec>(
    "whole numbers and 'auto', such as [1, 4, 'auto']",
    (item) => isCount(item) || item === 'auto',
  ),
  cores: listField<CoresSpec>(
    "whole numbers and 'all', such as [1, 'all']",
    (item) => isCount(item) || item === 'all',
  ),
  cpuQuotas: listField<QuotaSpec>(
    `numbers of CPUs of at least ${LEAST_QUOTA} and 'none', such as [0.5, 1, 'none']`,
    (item) => item === 'none' || (typeof item === 'number' && item >= LEAST_QUOTA && Number.isFinite(item)),
  ),
  params: field<NonNullable<StudyOptions['params']>>(
    'must be an object of numbers, strings and booleans, such as { tasks: 24 }',
    (value) => isObject(value) && Object.values(value).every(isParam),
  ),
  rounds: wholeField(1),
  tune: flagField,
  precision: positiveField('must be a share between 0 and 1, such as 0.05', 1),
  maxTimeMs: duration,
  forMs: duration,
  observationMs: duration,
  replicas: namesField("['a', 'b']"),
  pin: field<NonNullable<StudyOptions['pin']>>(`must be one of ${pinModes.join(', ')}`, (value) =>
    (pinModes as readonly unknown[]).includes(value),
  ),
  cold: flagField,
  loadTimeoutMs: duration,
  taskTimeoutMs: duration,
  caseTimeoutMs: duration,
  maxWorkerMemoryMiB: positiveField('must be a number of MiB above 0'),
  waitForQuiet: flagField,
  inspectWorker: flagField,
  resume: flagField,
  force: flagField,
  seed: wholeField(0),
  label: field<string>('must be a string', (value) => typeof value === 'string'),
  host: field<NonNullable<StudyOptions['host']>>('must be the facts of a machine', isObject),
  instanceType: textField,
  command: field<string>('must be a string', (value) => typeof value === 'string'),
  signal: signalField,
  onProgress: functionField<NonNullable<StudyOptions['onProgress']>>(),
  onNote: functionField<NonNullable<StudyOptions['onNote']>>(),
  onLog: functionField<NonNullable<StudyOptions['onLog']>>(),
} satisfies Record<keyof StudyOptions, unknown>;
