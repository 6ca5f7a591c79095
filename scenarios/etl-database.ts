// Stresses: the loading half of a batch job: turn records into rows, which costs CPU time, and store them in a
// database, which waits for the disk. There are three ways, and a dispatch or a parameter chooses:
//   a. `run`, with the connection that `setup` opened: one commit a record
//   b. `consume`, with a connection of its own from its first line to its last: one commit a record
//   c. `consume` with insert=once: rows are kept back and inserted in one transaction at the end
// Expect: a and b alike; c faster by what the commits wait for, which takes memory for the rows and loses all of a
// worker's rows if it dies. With flush=false nothing waits for the disk, and the three come close.
import { createHash, pbkdf2Sync } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineScenario } from 'corewise/scenario';
import { open, type RootDatabase } from 'lmdb';

interface Customer {
  id: number;
  email: string;
  birthday: string;
}

interface Row {
  pseudonym: string;
  domain: string;
  decade: number;
}

type Connection = RootDatabase<Row, number>;

/** What one worker has loaded, as read back from its database. */
interface Loaded {
  rows: number;
  /** Sum of 32 bits of each row's hash: the same in whatever order rows are added. */
  checksum: number;
}

interface WorkerState {
  /** One folder a worker: LMDB lets only one writer at a time into a database. */
  folder: string;
  connection: Connection;
}

interface Options {
  /** Whether a commit waits until the disk has it. */
  flush: boolean;
}

function connect(path: string, { flush }: Options): Connection {
  return open<Row, number>({ path, keyEncoding: 'uint32', noSync: !flush, overlappingSync: false });
}

/** Nobody can tell the address from its pseudonym without trying all of them, each for as many turns. */
function transform({ email, birthday }: Customer, turns: number): Row {
  return {
    pseudonym: pbkdf2Sync(email.toLowerCase(), 'a salt for this data set', turns, 24, 'sha256').toString(
      'hex',
    ),
    domain: email.slice(email.indexOf('@') + 1),
    decade: 10 * Math.floor(Number(birthday.slice(0, 4)) / 10),
  };
}

function checksumOf(id: number, row: Row): number {
  return createHash('sha256')
    .update(JSON.stringify([id, row]))
    .digest()
    .readUInt32LE();
}

function sum(loaded: Iterable<Loaded>): Loaded {
  const total = { rows: 0, checksum: 0 };
  for (const { rows, checksum } of loaded) {
    total.rows += rows;
    total.checksum += checksum;
  }
  return total;
}

function readBack(connection: Connection, id: number): Loaded {
  const row = connection.get(id);
  return row === undefined ? { rows: 0, checksum: 0 } : { rows: 1, checksum: checksumOf(id, row) };
}

export default defineScenario({
  name: 'etl-database',
  description:
    'Pseudonymises customers and stores them in LMDB: one commit per record, or one at the end (consume, --param insert=once). Expect the single commit to save what the others wait for the disk.',
  params: { records: 100, turns: 3000, insert: 'each', flush: true },
  tasks: ({ records, insert }, random): Customer[] => {
    if (insert !== 'each' && insert !== 'once') {
      throw new RangeError(`insert is "${insert}"; it must be each or once.`);
    }
    return Array.from({ length: records }, (_, id) => ({
      id,
      email: `Customer-${random.int(1_000_000)}@mail-${random.int(20)}.example`,
      birthday: `${1930 + random.int(80)}-01-01`,
    }));
  },

  setup({ params }): WorkerState {
    const folder = mkdtempSync(join(tmpdir(), 'corewise-etl-database-'));
    return { folder, connection: connect(join(folder, 'run'), params) };
  },

  run(customer, { params, state: { connection } }): Loaded {
    const row = transform(customer, params.turns);
    connection.transactionSync(() => connection.putSync(customer.id, row));
    return readBack(connection, customer.id);
  },

  async consume(customers, { params, state: { folder } }): Promise<Loaded> {
    const connection = connect(mkdtempSync(join(folder, 'consume-')), params);
    const ids: number[] = [];
    const keptBack = new Map<number, Row>();
    for await (const customer of customers) {
      const row = transform(customer, params.turns);
      ids.push(customer.id);
      if (params.insert === 'once') keptBack.set(customer.id, row);
      else connection.transactionSync(() => connection.putSync(customer.id, row));
    }
    if (keptBack.size > 0) {
      connection.transactionSync(() => {
        for (const [id, row] of keptBack) connection.putSync(id, row);
      });
    }
    const loaded = sum(ids.map((id) => readBack(connection, id)));
    await connection.close();
    return loaded;
  },

  combine: sum,

  async teardown({ folder, connection }) {
    await connection.close();
    rmSync(folder, { recursive: true, force: true });
  },

  cost: (_customer, { turns }) => turns / 3000,
});
