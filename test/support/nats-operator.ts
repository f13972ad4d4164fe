import { connect, type JetStreamManager, nkeyAuthenticator } from 'nats';
import { inboxPrefix, OPERATOR } from '../../infra/nats/topology.mjs';

/** Does something to a server with the operator's hands, on a connection of its own. */
export async function asNatsOperator<T>(
  servers: string,
  seed: string,
  work: (manager: JetStreamManager) => Promise<T>,
): Promise<T> {
  const connection = await connect({
    servers: servers.split(','),
    inboxPrefix: inboxPrefix(OPERATOR),
    authenticator: nkeyAuthenticator(new TextEncoder().encode(seed)),
  });
  try {
    return await work(await connection.jetstreamManager());
  } finally {
    await connection.close();
  }
}
