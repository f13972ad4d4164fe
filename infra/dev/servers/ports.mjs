import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

/** Ports handed out by this process and perhaps not yet bound by their server. */
const handedOut = new Set();

/**
 * Below the ports that systems give to whoever asks for any, and to every outgoing connection: of those, one that is
 * free now is often taken a moment later.
 */
const LOWEST = 20_000;
const HIGHEST = 32_000;
const TRIES = 50;

/**
 * A port that nobody listens on now: the preferred one when it is free, so that links stay the same from one
 * start to the next, else any. Somebody else may still take it first: whoever binds it tries again on a clash.
 * @param {number} [preferred]
 */
export async function freePort(preferred) {
  if (preferred !== undefined && (await canListen(preferred))) return preferred;
  for (let tried = 0; ; tried += 1) {
    const port = await listenOnce(tried < TRIES ? randomInt(LOWEST, HIGHEST) : 0);
    if (port !== undefined && !handedOut.has(port)) {
      handedOut.add(port);
      return port;
    }
  }
}

/** @param {number} port */
async function canListen(port) {
  return (await listenOnce(port)) !== undefined;
}

/**
 * @param {number} port
 * @returns {Promise<number | undefined>}
 */
function listenOnce(port) {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(undefined));
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => {
      const address = server.address();
      const bound = typeof address === 'object' ? address?.port : undefined;
      server.close(() => resolve(bound));
    });
  });
}
