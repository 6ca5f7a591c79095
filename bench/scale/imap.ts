import { type Result, ranProgram, resultOf } from './part.js';

/** So many tiny tasks through `imap` of the Pool. */
export async function* throughImap(folder: string, items: number): AsyncGenerator<Result> {
  for (const [engine, chunksize] of [
    ['threads', 1],
    ['threads', 100],
    ['processes', 100],
  ] as const) {
    const ran = await ranProgram(folder, 'imap', engine, chunksize, items);
    const what = `${items.toLocaleString('en-US')} items through imap: ${engine}, chunksize ${chunksize}`;
    yield resultOf(what, ran, () => ran.stdout);
  }
}
