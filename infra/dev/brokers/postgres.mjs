import { join } from 'node:path';
import { IDENTITIES } from '../../nats/topology.mjs';
import { provisionBus } from '../../postgres/bus.mjs';
import { keepPasswords } from '../passwords.mjs';

/**
 * The bus in the system's own PostgreSQL: no server more.
 * @type {import('./broker.mjs').BrokerKind}
 */
export const postgres = {
  find: () => Promise.resolve(undefined),
  async start({ dataDir, postgresUrl }) {
    const passwords = keepPasswords(join(dataDir, 'secrets', 'bus.json'), IDENTITIES);
    const urls = await provisionBus({
      adminUrl: postgresUrl,
      passwordOf: (identity) => passwords[identity] ?? '',
    });
    const shown = new URL(urls[IDENTITIES[0] ?? ''] ?? postgresUrl);
    shown.username = '';
    shown.password = '';
    return {
      name: 'postgres',
      title: 'event bus',
      url: shown.href,
      server: undefined,
      ports: {},
      environmentOf: (service) => ({ BUS_DATABASE_URL: urls[service] ?? '' }),
    };
  },
};
