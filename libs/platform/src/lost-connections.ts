import type { Logger } from 'pino';
import { isTransient } from '#eventing';

/**
 * Keeps a process alive that lost a connection to the database and told nobody.
 *
 * postgres.js asks each new connection for the array types in a query whose failure it hands to no one: a connection
 * that is reset at that moment would end the process. The query that wanted the connection has failed too, and was
 * told. Any other rejection that nobody handles still ends the process.
 */
export function surviveLostConnections(
  logger: Pick<Logger, 'warn'>,
  on: Pick<NodeJS.Process, 'on'> = process,
): void {
  on.on('unhandledRejection', (reason) => {
    if (!isTransient(reason)) throw reason;
    logger.warn({ err: reason }, 'a connection to the database was lost while it was being opened');
  });
}
