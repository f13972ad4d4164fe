import postgres, { type ParameterOrJSON, type Sql } from 'postgres';

export interface BusConnectionOptions {
  url: string;
  /** The connection's name, seen by operators. */
  name: string;
  /** A server that has not answered after this long is not waited for. */
  answerMs: number;
  onNotify?: (channel: string, payload: string) => void;
  /** The connection is gone, and with it what it listened to. */
  onLost?: () => void;
}

/** What a statement may take in the server: shorter than the wait for its answer, so that its own error comes first. */
const STATEMENT_SHARE = 0.6;
const LOCK_SHARE = 0.3;

/** The server did not answer: it hangs, or the way to it does. */
class NoAnswerError extends Error {
  override readonly name = 'NoAnswerError';
  /** As the system's own, so that it is known for what it is. */
  readonly code = 'ETIMEDOUT';
}

/**
 * One connection, made when it is needed and made anew when it was lost. Only for single statements.
 *
 * Statements fail after a time, whatever has become of the server: a client whose server hangs is thrown away, and
 * with it what else waits there.
 */
export class BusConnection {
  readonly #options: BusConnectionOptions;
  #client: Sql | undefined;
  #closed = false;

  constructor(options: BusConnectionOptions) {
    this.#options = options;
  }

  /** Runs one prepared statement. Arrays are given in their text form. */
  async run<Row extends object>(text: string, parameters: ParameterOrJSON<never>[] = []): Promise<Row[]> {
    if (this.#closed) throw new Error('The connection to the bus was closed');
    const client = (this.#client ??= this.#open());
    const { answerMs } = this.#options;
    const late = new AbortController();
    const timer = setTimeout(() => {
      late.abort();
      this.#discard(client);
    }, answerMs);
    try {
      return await client.unsafe<Row[]>(text, parameters, { prepare: true });
    } catch (error) {
      if (!late.signal.aborted) throw error;
      throw new NoAnswerError(`The bus did not answer within ${String(answerMs)} ms`, { cause: error });
    } finally {
      clearTimeout(timer);
    }
  }

  async close(): Promise<void> {
    this.#closed = true;
    const client = this.#client;
    this.#client = undefined;
    await client?.end({ timeout: 1 });
  }

  #open(): Sql {
    const { url, name, answerMs, onNotify } = this.#options;
    const options = {
      max: 1,
      connect_timeout: Math.ceil(answerMs / 1_000),
      // It may listen, and a new connection would not.
      max_lifetime: null,
      // Arrays go as text: no need to ask for their types.
      fetch_types: false,
      connection: {
        application_name: name,
        statement_timeout: Math.ceil(answerMs * STATEMENT_SHARE),
        lock_timeout: Math.ceil(answerMs * LOCK_SHARE),
      },
      onnotice: () => undefined,
      onclose: () => {
        this.#discard(client);
      },
      // Not among its published types, but what its own `listen` is made with. That one listens on a connection of
      // its own, where nothing notices when the server hangs: here reading shows it.
      onnotify: (channel: string, payload: string) => {
        onNotify?.(channel, payload);
      },
    };
    const client = postgres(url, options);
    return client;
  }

  #discard(client: Sql): void {
    if (this.#client === client) {
      this.#client = undefined;
      this.#options.onLost?.();
    }
    void client.end({ timeout: 0 });
  }
}
