import { connect, type Socket } from 'node:net';

/** Where postgres.js was told to connect to; hosts and ports are tried in turn. */
export interface ServerPlaces {
  host: string[];
  port: number[];
  /** A Unix socket's, instead of these. */
  path: string | false;
}

/** After so much silence an idle connection asks whether its other end is still there. */
const KEEP_ALIVE_MS = 15_000;

/** The server was asked something and has said nothing since. */
class NoAnswerError extends Error {
  override readonly name = 'NoAnswerError';
  /** As the system's own, for a peer that stays silent. */
  readonly code = 'ETIMEDOUT';

  constructor(timeoutMs: number) {
    super(`The database did not answer within ${String(timeoutMs)} ms; the connection is ended`);
  }
}

/**
 * Makes connections that end themselves when the server owes an answer for `timeoutMs`: postgres.js waits for ever,
 * and the system for a quarter of an hour. While nothing is asked the server may be silent, for whatever a
 * transaction waits for meanwhile; that it is gone is then noticed by TCP. So it is under TLS, where questions can
 * not be seen here.
 */
export function answeringSockets(timeoutMs: number): (places: ServerPlaces) => Socket {
  let attempts = 0;
  return ({ host: hosts, port: ports, path }) => {
    const turn = attempts++ % hosts.length;
    const [host = 'localhost', port = 5432] = [hosts[turn], ports[turn]];
    const socket = connect({
      ...(path === false ? { host, port } : { path }),
      keepAlive: true,
      keepAliveInitialDelay: KEEP_ALIVE_MS,
    });
    endWithoutAnswer(socket, timeoutMs);
    // postgres.js checks the certificate, under TLS, against the name that it finds here.
    return Object.assign(socket, { host, port });
  };
}

function endWithoutAnswer(socket: Socket, timeoutMs: number): void {
  let deadline: NodeJS.Timeout | undefined;
  const answered = (): void => {
    clearTimeout(deadline);
    deadline = undefined;
  };
  const write = socket.write.bind(socket) as (...args: unknown[]) => boolean;
  socket.write = (...args: unknown[]): boolean => {
    // From the first question without an answer: those after it do not put it off.
    deadline ??= setTimeout(() => socket.destroy(new NoAnswerError(timeoutMs)), timeoutMs);
    return write(...args);
  };
  socket.on('data', answered);
  socket.on('close', answered);
}
