import { execFile } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { createClient } from '@redis/client';
import { ROOT } from '../../infra/dev/paths.mjs';
import { findRedisServer } from '../../infra/dev/servers/find-redis.mjs';
import { freePort } from '../../infra/dev/servers/ports.mjs';
import { type RunningProcess, startProcess } from '../../infra/dev/servers/processes.mjs';
import { describeWith, obtain } from '../support/brokers/available.js';
import { runRecord, testFolder } from '../support/run.js';
import { waitFor } from '../support/wait-for.js';
import { environmentOf, interpolate, makeSecrets, readCompose } from './support/compose.js';

const describeRedis = await describeWith('redis-server', findRedisServer);

describeRedis("docker-compose.yml's Redis, as a process", () => {
  const { services } = readCompose();
  const variables = makeSecrets('redis');
  let running: RunningProcess;
  let port: number;
  let root: string;
  let path: string;

  /** Its command as it stands, with the container's folders in one of ours. */
  const start = async (): Promise<void> => {
    const [command = '', flag = '', script = ''] = services['redis']?.command ?? [];
    const here = script
      .replaceAll(/\/(data|run\/secrets)\b/gu, (folder) => join(root, folder))
      .replaceAll('/etc/commonplace', join(ROOT, 'infra', 'redis'));
    running = await startProcess({
      name: 'redis',
      command,
      args: [flag, `${here} --bind 127.0.0.1 --port ${String(port)}`],
      marker: root,
      logFile: join(root, 'log'),
      record: runRecord(),
      env: { PATH: path },
      cwd: root,
    });
  };
  const ping = async (user: string): Promise<string> => {
    const password = interpolate(`\${REDIS_${user.toUpperCase()}_PASSWORD}`, variables);
    const client = createClient({
      url: `redis://${user}:${password}@127.0.0.1:${String(port)}`,
      socket: { reconnectStrategy: false },
      disableClientInfo: true,
    });
    client.on('error', () => undefined);
    try {
      await client.connect();
      return await client.ping();
    } finally {
      if (client.isOpen) client.destroy();
    }
  };
  const answersTo = (user: string): Promise<string> =>
    waitFor(`an answer to ${user}`, () => ping(user).catch(() => undefined));

  beforeAll(async () => {
    const program = await obtain(findRedisServer);
    if (program.kind !== 'binary') throw new Error('This spec runs the program itself');
    path = `${dirname(program.path)}:/usr/bin:/bin`;
    root = testFolder('compose-redis');
    port = await freePort();
    mkdirSync(join(root, 'data'));
    mkdirSync(join(root, 'run', 'secrets'), { recursive: true });
    writeFileSync(join(root, 'run', 'secrets', 'redis-users'), variables['REDIS_USERS'] ?? '');
    await start();
    await answersTo('operator');
  });

  afterAll(() => running.stop());

  it('lets in those that are provisioned, and still does after a restart', async () => {
    const job = services['provision-redis'] ?? {};
    const args = (job.command ?? [])
      .slice(1)
      .map((word) => interpolate(word, variables).replace('@redis:6379', `@127.0.0.1:${String(port)}`));
    const done = await promisify(execFile)(process.execPath, args, {
      cwd: ROOT,
      env: { PATH: process.env['PATH'], ...environmentOf(job, variables) },
    });
    expect(done.stdout).toContain('user feeds\n');
    expect(await ping('feeds')).toBe('PONG');
    await running.stop();
    await start();
    await answersTo('feeds');
  });
});
