import { join } from 'node:path';
import { identityOf, keepIdentities } from '../../nats/identities.mjs';
import { provisionNats } from '../../nats/provision.mjs';
import { OPERATOR } from '../../nats/topology.mjs';
import { findNatsServer } from '../servers/find-nats.mjs';
import { startNats } from '../servers/nats.mjs';
import { optional } from '../servers/processes.mjs';

/** @type {import('./broker.mjs').BrokerKind} */
export const nats = {
  find: findNatsServer,
  async start({ dataDir, program, ports, log, logFileOf, record }) {
    const identities = keepIdentities(join(dataDir, 'secrets', 'identities.json'));
    const server = await startNats({
      dataDir: join(dataDir, 'nats'),
      logFile: logFileOf('nats'),
      program: /** @type {import('../servers/find-nats.mjs').NatsProgram} */ (program),
      identities,
      log,
      record,
      ...optional('port', ports['nats']),
      ...optional('monitorPort', ports['natsMonitor']),
    });
    await provisionNats({ url: server.url, seed: identityOf(identities, OPERATOR).seed });
    return {
      name: 'nats',
      title: 'nats-server',
      get url() {
        return server.url;
      },
      server,
      get ports() {
        return { nats: server.port, natsMonitor: server.monitorPort };
      },
      environmentOf: (service) => ({
        NATS_URL: server.url,
        NATS_NKEY_SEED: identityOf(identities, service).seed,
      }),
    };
  },
};
