import { randomBytes } from 'node:crypto';
import { get, request } from 'node:http';
import type { Duplex } from 'node:stream';

/** What a debugger hears: an answer to a call, or an event. */
export interface DebuggerMessage {
  id?: number;
  method?: string;
  result?: { result?: { value?: unknown } };
}

/** One that is attached, over as little of a WebSocket as that needs. */
export interface Debugger {
  call(method: string, params?: object): Promise<DebuggerMessage>;
  /** Of the first event of that name from now on. */
  event(method: string): Promise<DebuggerMessage>;
  detach(): void;
}

/** What Node lists at the address of a debugger. */
export function targetsAt(url: string): Promise<{ webSocketDebuggerUrl: string; title: string }[]> {
  return new Promise((resolve, reject) => {
    get(`http://${new URL(url).host}/json/list`, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part: string) => (text += part));
      response.on('end', () => resolve(JSON.parse(text)));
    }).on('error', reject);
  });
}

export async function attachDebugger(url: string): Promise<Debugger> {
  const socket = await upgrade(new URL(url));
  const waiting: { takes(message: DebuggerMessage): boolean; resolve(message: DebuggerMessage): void }[] = [];
  const next = (takes: (message: DebuggerMessage) => boolean) =>
    new Promise<DebuggerMessage>((resolve) => waiting.push({ takes, resolve }));
  readFrames(socket, (text) => {
    const message = JSON.parse(text) as DebuggerMessage;
    const place = waiting.findIndex(({ takes }) => takes(message));
    if (place >= 0) waiting.splice(place, 1)[0]!.resolve(message);
  });
  socket.on('error', () => undefined);
  let calls = 0;
  return {
    call(method, params = {}) {
      const call = ++calls;
      socket.write(frame(JSON.stringify({ id: call, method, params })));
      return next(({ id }) => id === call);
    },
    event: (name) => next(({ method }) => method === name),
    detach: () => void socket.destroy(),
  };
}

function upgrade({ hostname, port, pathname }: URL): Promise<Duplex> {
  const headers = {
    Connection: 'Upgrade',
    Upgrade: 'websocket',
    'Sec-WebSocket-Version': 13,
    'Sec-WebSocket-Key': randomBytes(16).toString('base64'),
  };
  return new Promise((resolve, reject) => {
    const asked = request({ hostname, port, path: pathname, headers });
    asked.on('error', reject);
    asked.on('upgrade', (_response, socket) => resolve(socket));
    asked.end();
  });
}

/** A whole text message from a client, masked as the protocol has it. */
function frame(text: string): Buffer {
  const bytes = Buffer.from(text);
  const mask = randomBytes(4);
  const head = Buffer.from([0x81, 0x80 | 126, bytes.length >> 8, bytes.length & 0xff]);
  return Buffer.concat([head, mask, bytes.map((byte, index) => byte ^ mask[index % 4]!)]);
}

/** Node sends every message whole, in one frame. */
function readFrames(socket: Duplex, take: (text: string) => void): void {
  let bytes = Buffer.alloc(0);
  socket.on('data', (part: Buffer) => {
    bytes = Buffer.concat([bytes, part]);
    while (bytes.length >= 10 || (bytes.length >= 2 && (bytes[1]! & 0x7f) < 126)) {
      const short = bytes[1]! & 0x7f;
      const from = short === 126 ? 4 : short === 127 ? 10 : 2;
      const length =
        short === 126 ? bytes.readUInt16BE(2) : short === 127 ? Number(bytes.readBigUInt64BE(2)) : short;
      if (bytes.length < from + length) return;
      take(bytes.toString('utf8', from, from + length));
      bytes = bytes.subarray(from + length);
    }
  });
}
