import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { UnreadableFile } from './import-reader.js';
import type { BibtexReply, BibtexRequest } from './bibtex-protocol.js';

// Compiled, the worker stands beside this file as JavaScript; from source, Node strips its types.
const WORKER = new URL(
  `./bibtex-parser.worker${import.meta.url.endsWith('.ts') ? '.ts' : '.js'}`,
  import.meta.url,
);

export interface BibtexParserOptions {
  /** Milliseconds for one entry; a usual one takes one. */
  timeout: number;
  /** Entries that may fail to come back before the file is given up. */
  maxFailures: number;
}

/** A file that the parser can not get through. */
export class BibtexParserGaveUp extends UnreadableFile {
  override readonly name = 'BibtexParserGaveUp';
  readonly code = 'bibtex-gave-up';

  constructor(failures: number) {
    super(`The file was given up after ${String(failures)} entries that could not be read within their time`);
  }
}

/**
 * The BibTeX parser on a thread of its own, with limits of time and memory: an entry that exceeds them is refused,
 * and a new thread goes on behind it.
 */
export class BibtexParser {
  readonly #options: BibtexParserOptions;
  readonly #definitions: string[] = [];
  #sent = 0;
  #failures = 0;
  #worker: Worker | undefined;

  constructor(options: BibtexParserOptions = { timeout: 2_000, maxFailures: 20 }) {
    this.#options = options;
  }

  /** A `@string` that the entries from now on may use. */
  define(text: string): void {
    this.#definitions.push(text);
  }

  /**
   * @returns a reply for each entry, in their order
   * @throws BibtexParserGaveUp
   */
  async parse(entries: readonly string[]): Promise<BibtexReply[]> {
    const replies: BibtexReply[] = [];
    while (replies.length < entries.length) {
      const failure = await this.#run(entries.slice(replies.length), replies);
      if (failure === undefined) continue;
      // The thread died of the entry after the last that it answered.
      replies.push({ error: failure });
      this.#failures += 1;
      if (this.#failures >= this.#options.maxFailures) throw new BibtexParserGaveUp(this.#failures);
    }
    return replies;
  }

  async close(): Promise<void> {
    const worker = this.#worker;
    this.#worker = undefined;
    await worker?.terminate();
  }

  /** @returns why it ended before every entry was answered; undefined when all were */
  async #run(entries: readonly string[], replies: BibtexReply[]): Promise<string | undefined> {
    const worker = await this.#running();
    const missing = replies.length + entries.length;
    const { promise: failed, resolve } = Promise.withResolvers<string | undefined>();
    const timer = setTimeout(() => {
      resolve('it takes too long to read');
    }, this.#options.timeout);
    const onMessage = (reply: BibtexReply): void => {
      replies.push(reply);
      timer.refresh();
      if (replies.length === missing) resolve(undefined);
    };
    const onError = (error: Error): void => {
      resolve(`it can not be read (${error.message})`);
    };
    worker.on('message', onMessage).on('error', onError);
    const request: BibtexRequest = { definitions: this.#definitions.slice(this.#sent), entries };
    this.#sent = this.#definitions.length;
    worker.postMessage(request);
    const failure = await failed;
    clearTimeout(timer);
    worker.off('message', onMessage);
    worker.off('error', onError);
    if (failure !== undefined) await this.close();
    return failure;
  }

  async #running(): Promise<Worker> {
    if (this.#worker !== undefined) return this.#worker;
    const worker = new Worker(WORKER, { resourceLimits: { maxOldGenerationSizeMb: 256 } });
    // Its first message says that the parser is loaded: from here on the time is the entries'.
    await once(worker, 'message');
    // A thread that dies between two requests is noticed by the next, which gets no answer; it must not take us along.
    worker.on('error', () => undefined);
    this.#sent = 0;
    this.#worker = worker;
    return worker;
  }
}
