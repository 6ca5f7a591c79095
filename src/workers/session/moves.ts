import type { Chunk } from './chunk.js';

/**
 * What of a chunk's tasks moves to its worker, by what moves of each. Where no two tasks name the same thing, each
 * task's own part is kept, too: if one of them cannot be sent, the others go alone and take only what is theirs.
 */
export function movesOf(each: readonly (readonly unknown[])[]): Pick<Chunk, 'transfer' | 'transferEach'> {
  const transfer = each.flat();
  const isApart = each.length > 1 && new Set(transfer).size === transfer.length;
  return { transfer, ...(isApart && { transferEach: each }) };
}
