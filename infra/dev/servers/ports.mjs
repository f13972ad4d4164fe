import { createServer } from 'node:net';

/** Ports handed out by this process and perhaps not yet bound by their server. */
const handedOut = new Set();

/**
 * A port that nobody listens on now: the preferred one when it is free, so that links stay the same from one
 * start to the next, else any. Somebody else may still take it first: whoever binds it tries again on a clash.
 * @param {number} [preferred]
 */
export async function freePort(preferred) {
  if (preferred !== undefined && (await canListen(preferred))) return preferred;
  for (;;) {
    const port = await listenOnce(0);
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
