import {
  type BegunCells,
  begunCellBytes,
  fileBegunCells,
  memoryBegunCells,
} from '../protocol/begun-cells.js';
import { openNamelessFile } from '../protocol/nameless-file.js';
import { fileStopFlag, memoryStopFlag, STOP_FLAG_BYTES, type StopFlag } from '../protocol/stop-flag.js';
import { fileLanes, type Lanes, laneBytes, memoryLanes } from './lanes.js';
import type { SharedMemory } from './protocol.js';

/** The session's end of what it shares with its workers. */
export interface Shared {
  stopFlag: StopFlag;
  begunCells: BegunCells;
  lanes: Lanes;
  /** For the workers. */
  memory: SharedMemory;
  release(): void;
}

export function shareMemory(workers: number): Shared {
  const stopFlag = new Uint8Array(new SharedArrayBuffer(STOP_FLAG_BYTES));
  const begunCells = new Int32Array(new SharedArrayBuffer(begunCellBytes(workers)));
  const lanes = new Int32Array(new SharedArrayBuffer(laneBytes(workers)));
  return {
    stopFlag: memoryStopFlag(stopFlag),
    begunCells: memoryBegunCells(begunCells),
    lanes: memoryLanes(lanes),
    memory: { stopFlag, begunCells, lanes },
    release: () => undefined,
  };
}

/** For processes that inherit no descriptor: a file with a name. */
export function shareFile(workers: number): Shared {
  const cells = STOP_FLAG_BYTES + begunCellBytes(workers);
  const { descriptor, path, release } = openNamelessFile(cells + laneBytes(workers), { keepsName: true });
  let isOpen = true;
  return {
    stopFlag: fileStopFlag(descriptor),
    begunCells: fileBegunCells(descriptor, STOP_FLAG_BYTES, workers),
    lanes: fileLanes(descriptor, cells),
    memory: { path },
    release() {
      if (isOpen) release();
      isOpen = false;
    },
  };
}
