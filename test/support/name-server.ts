import { createSocket, type Socket } from 'node:dgram';

const HEADER_BYTES = 12;
const TXT = 16;
const NAME_ERROR = 3;
const SERVER_FAILURE = 2;

/** A DNS server of a test, on UDP: it has TXT records, or fails. */
export class NameServer {
  /** Names that were asked for. */
  readonly asked: string[] = [];
  private readonly texts = new Map<string, readonly string[]>();
  private isFailing = false;

  private constructor(private readonly socket: Socket) {
    socket.on('message', (query, { address, port }) => {
      socket.send(this.answerTo(query), port, address);
    });
  }

  static async start(): Promise<NameServer> {
    const socket = createSocket('udp4');
    await new Promise<void>((resolve) => {
      socket.bind(0, '127.0.0.1', resolve);
    });
    return new NameServer(socket);
  }

  /** As `HANDLE_DNS_SERVERS` takes it. */
  get address(): string {
    return `127.0.0.1:${String(this.socket.address().port)}`;
  }

  /** @param texts One record each, of up to 255 bytes. */
  serve(name: string, ...texts: string[]): void {
    this.texts.set(name.toLowerCase(), texts);
  }

  /** From now on every question is answered with a failure, or none is again. */
  fail(isFailing = true): void {
    this.isFailing = isFailing;
  }

  async close(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.socket.close(resolve);
    });
  }

  private answerTo(query: Buffer): Buffer {
    const { name, end } = nameIn(query);
    this.asked.push(name);
    const texts = this.isFailing ? [] : (this.texts.get(name) ?? []);
    const header = Buffer.from(query.subarray(0, HEADER_BYTES));
    // An answer, with recursion; one question, and nothing but answers.
    header.writeUInt16BE(0x8180 | this.codeFor(texts), 2);
    header.writeUInt16BE(1, 4);
    header.writeUInt16BE(texts.length, 6);
    header.writeUInt32BE(0, 8);
    const question = query.subarray(HEADER_BYTES, end + 4);
    return Buffer.concat([header, question, ...texts.map(recordOf)]);
  }

  private codeFor(texts: readonly string[]): number {
    if (this.isFailing) return SERVER_FAILURE;
    return texts.length === 0 ? NAME_ERROR : 0;
  }
}

function nameIn(query: Buffer): { name: string; end: number } {
  const labels: string[] = [];
  let at = HEADER_BYTES;
  for (let length = query.readUInt8(at); length > 0; length = query.readUInt8(at)) {
    labels.push(query.toString('latin1', at + 1, at + 1 + length));
    at += length + 1;
  }
  return { name: labels.join('.').toLowerCase(), end: at + 1 };
}

function recordOf(text: string): Buffer {
  const content = Buffer.from(text);
  const head = Buffer.alloc(13);
  // The name is the question's, by its place in the message.
  head.writeUInt16BE(0xc000 | HEADER_BYTES, 0);
  head.writeUInt16BE(TXT, 2);
  head.writeUInt16BE(1, 4);
  head.writeUInt32BE(0, 6);
  head.writeUInt16BE(content.length + 1, 10);
  head.writeUInt8(content.length, 12);
  return Buffer.concat([head, content]);
}
