import { join } from 'node:path';
import { IDENTITIES } from '../../nats/topology.mjs';
import { provisionRabbit } from '../../rabbitmq/provision.mjs';
import { keepPasswords } from '../passwords.mjs';
import { findRabbitServer } from '../servers/find-rabbitmq.mjs';
import { optional } from '../servers/processes.mjs';
import { startRabbit } from '../servers/rabbitmq.mjs';

/** @type {import('./broker.mjs').BrokerKind} */
export const rabbitmq = {
  find: findRabbitServer,
  async start({ dataDir, program, ports, log, logFileOf, record }) {
    const passwords = keepPasswords(join(dataDir, 'secrets', 'rabbitmq.json'), IDENTITIES);
    const server = await startRabbit({
      dataDir: join(dataDir, 'rabbitmq'),
      logFile: logFileOf('rabbitmq'),
      program: /** @type {import('../servers/find-rabbitmq.mjs').RabbitProgram} */ (program),
      passwords,
      log,
      record,
      ...optional('port', ports['rabbitmq']),
    });
    // A server that was there before may lack what is new in the topology.
    await provisionRabbit({ passwords, ctl: server.ctl, env: server.ctlEnv });
    return {
      name: 'rabbitmq',
      title: 'RabbitMQ',
      get url() {
        return `amqp://127.0.0.1:${server.port}`;
      },
      server,
      get ports() {
        return { rabbitmq: server.port };
      },
      environmentOf: (service) => ({ AMQP_URL: server.urlOf(service) }),
    };
  },
};
