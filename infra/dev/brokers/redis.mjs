import { join } from 'node:path';
import { keepCredentials } from '../../redis/credentials.mjs';
import { provisionRedis } from '../../redis/provision.mjs';
import { OPERATOR } from '../../redis/topology.mjs';
import { findRedisServer } from '../servers/find-redis.mjs';
import { optional } from '../servers/processes.mjs';
import { startRedis } from '../servers/redis.mjs';

/** @type {import('./broker.mjs').BrokerKind} */
export const redis = {
  find: findRedisServer,
  async start({ dataDir, program, ports, durable, log, logFileOf, record }) {
    const credentials = keepCredentials(join(dataDir, 'secrets', 'redis.json'));
    const server = await startRedis({
      dataDir: join(dataDir, 'redis'),
      logFile: logFileOf('redis'),
      program: /** @type {import('../servers/find-redis.mjs').RedisProgram} */ (program),
      credentials,
      durable,
      log,
      record,
      ...optional('port', ports['redis']),
    });
    await provisionRedis({ url: server.urlOf(OPERATOR), credentials, mayForget: !durable });
    return {
      name: 'redis',
      title: 'redis-server',
      get url() {
        return `redis://127.0.0.1:${server.port}`;
      },
      server,
      get ports() {
        return { redis: server.port };
      },
      environmentOf: (service) => ({ REDIS_URL: server.urlOf(service) }),
    };
  },
};
