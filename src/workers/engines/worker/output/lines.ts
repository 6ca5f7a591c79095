import { StringDecoder } from 'node:string_decoder';

/** Characters of a line that are kept; of longer ones the rest is counted, so that no stream can fill the memory. */
export const LONGEST_LINE = 16_384;

/** Cuts a stream of text or bytes into lines, each given to `take` once it is whole. */
export class Lines {
  private kept = '';
  private cut = 0;
  private decoder: StringDecoder | undefined;

  constructor(private readonly take: (line: string) => void) {}

  /** Whether the last line has begun and not ended. */
  get isWithinLine(): boolean {
    return this.kept !== '' || this.cut > 0;
  }

  write(chunk: string | Uint8Array): void {
    const text = typeof chunk === 'string' ? chunk : this.decode(chunk);
    let from = 0;
    for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', from)) {
      this.append(text, from, end);
      this.flush();
      from = end + 1;
    }
    this.append(text, from, text.length);
  }

  /** The last line, though nothing ended it. */
  end(): void {
    if (this.isWithinLine) this.flush();
  }

  private decode(bytes: Uint8Array): string {
    this.decoder ??= new StringDecoder('utf8');
    return this.decoder.write(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  }

  private append(text: string, from: number, to: number): void {
    const room = Math.max(0, LONGEST_LINE - this.kept.length);
    const taken = Math.min(to, from + room);
    this.kept += text.slice(from, taken);
    this.cut += to - taken;
  }

  private flush(): void {
    const line = this.kept.endsWith('\r') ? this.kept.slice(0, -1) : this.kept;
    const rest = this.cut > 0 ? ` … ${this.cut} more characters` : '';
    this.kept = '';
    this.cut = 0;
    this.take(line + rest);
  }
}
