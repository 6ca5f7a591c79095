import { isMainThread, parentPort, workerData } from 'node:worker_threads';
import { transfer } from '../../src/worker.js';

/** Gives back the very bytes that it got. */
export function keep(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  bytes[0]!++;
  return transfer(bytes, [bytes.buffer]);
}

/** Where no pool is around it: as a bare worker. */
if (!isMainThread && workerData === 'bare')
  parentPort!.on('message', (bytes: Uint8Array<ArrayBuffer>) => {
    bytes[0]!++;
    parentPort!.postMessage(bytes, [bytes.buffer]);
  });
