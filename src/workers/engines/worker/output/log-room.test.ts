import { expect, it } from 'vitest';
import { clearRoom, logRoomBytes, roomyOutlet, wasRead } from './log-room.js';

const MEBI = 'x'.repeat(2 ** 20);

function createRoom() {
  const cells = new Int32Array(new SharedArrayBuffer(logRoomBytes(2)));
  const said: string[] = [];
  const outlet = roomyOutlet(cells, 1, (_, message) => said.push(message), 0);
  return { cells, said, say: (message: string) => outlet('info', message) };
}

it('what the parent reads makes room again', () => {
  const { cells, said, say } = createRoom();
  for (let i = 0; i < 100; i++) {
    say(MEBI);
    wasRead(cells, 1, MEBI);
  }
  expect(said).toHaveLength(100);
  expect([...cells]).toEqual([0, 0]);
});

it('what the parent does not read is dropped beyond 4 Mi characters, and counted', () => {
  const { cells, said, say } = createRoom();
  for (let i = 0; i < 10; i++) say(MEBI);
  expect(said).toHaveLength(4);
  wasRead(cells, 1, MEBI);
  say('again');
  expect(said.slice(4)).toEqual(['… 6 entries were dropped: nobody read them', 'again']);
});

it('a worker that starts anew has all its room', () => {
  const { cells, said, say } = createRoom();
  for (let i = 0; i < 10; i++) say(MEBI);
  clearRoom(cells, 1);
  for (let i = 0; i < 3; i++) say(MEBI);
  expect(said).toHaveLength(4 + 1 + 3);
});
