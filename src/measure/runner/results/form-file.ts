import { readFileSync, writeFileSync } from 'node:fs';
import { deserialize, serialize } from 'node:v8';
import { writeErrorOf } from '../../../files/index.js';
import { type Carried, type Form, isPrimitive } from './form.js';

/** A form's place in the table of all forms, in a list of its own: no primitive is one. */
type Place = [index: number];
type Stored = Exclude<Carried, Form> | Place;

/** What stands in the file: no form holds another, since those that are nested deeply could not be written. */
interface Table {
  forms: FlatForm[];
  /** By task; nothing where a task was not run. */
  results: Stored[];
}

type FlatForm = Omit<Form, 'values' | 'extras'> & {
  values: Stored[];
  extras?: { keys: string[]; values: Stored[] };
};

/** Keeps results by task, for others to be compared with; tasks that were not run have no element. */
export function writeForms(file: string, results: readonly Carried[]): void {
  const places = new Map<Form, Place>();
  const waiting: Form[] = [];
  const store = (carried: Carried): Stored => {
    if (isPrimitive(carried)) return carried;
    let place = places.get(carried);
    if (!place) {
      place = [places.size];
      places.set(carried, place);
      waiting.push(carried);
    }
    return place;
  };
  const table: Table = { forms: [], results: results.map(store) };
  for (let at = 0; at < waiting.length; at++) table.forms.push(flat(waiting[at]!, store));
  try {
    writeFileSync(file, serialize(table));
  } catch (error) {
    throw writeErrorOf(file, error);
  }
}

function flat({ values, extras, ...own }: Form, store: (carried: Carried) => Stored): FlatForm {
  return {
    ...own,
    values: values.map(store),
    ...(extras && { extras: { keys: extras.keys, values: extras.values.map(store) } }),
  };
}

export function readForms(file: string): Carried[] {
  const { forms, results } = deserialize(readFileSync(file)) as Table;
  const restore = (stored: Stored): Carried =>
    Array.isArray(stored) ? (forms[stored[0]] as unknown as Form) : stored;
  for (const form of forms) {
    const own = form as unknown as Form;
    own.values = form.values.map(restore);
    if (form.extras) own.extras = { keys: form.extras.keys, values: form.extras.values.map(restore) };
  }
  return results.map(restore);
}
