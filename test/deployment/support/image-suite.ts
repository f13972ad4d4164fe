import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type ServiceProcess, startService } from '../../../infra/dev/servers/service.mjs';
import { NatsBroker } from '../../support/brokers/nats.js';
import { createTestDatabase, type TestDatabase } from '../../support/postgres.js';
import { runRecord, testFolder } from '../../support/run.js';
import { lastOf, readDockerfile, stepsOf } from './dockerfile.js';
import type { ImageBuilder } from './image-folders.js';

const stages = readDockerfile('Dockerfile');
const OPERATOR_TOKEN = 'token-of-the-operator-of-the-image';

/** What an image has in it is enough for what it is there for, shown by its own commands in its own folder. */
export function describeImages(services: readonly string[], prepare: () => ImageBuilder): void {
  let images: ImageBuilder;
  let broker: NatsBroker;
  let database: TestDatabase;
  beforeAll(async () => {
    images = prepare();
    broker = await NatsBroker.start({ folder: testFolder('nats'), record: runRecord(), durable: false });
    database = await createTestDatabase({ services });
  }, 600_000);
  afterAll(async () => {
    await broker.stop();
    await database.drop();
  });

  describe.each(services)('the image of %s', (name) => {
    let root: string;
    let env: Record<string, string>;
    beforeAll(() => {
      root = join(images.build(name), 'app');
      env = {
        DATABASE_URL: database.urlOf(name),
        AUTH_MODE: 'development',
        REPLICA_NAME: `${name}-image`,
        OPERATOR_TOKEN,
        ...broker.environmentOf(name),
      };
    }, 600_000);

    it('has all that the service needs to migrate, to start, to say how it is and to show its API', async () => {
      const { stdout } = await runIn(root, [`dist/services/${name}/migrate.js`], env);
      expect(stdout).toContain(`${name} +`);
      const service = await startService({
        name,
        root,
        env,
        logFile: join(root, 'log'),
        record: runRecord(),
      });
      try {
        await expectUsable(service);
        expect(await exitOfHealthcheck(name, root, service.port)).toBe(0);
      } finally {
        await service.stop();
      }
      expect(await exitOfHealthcheck(name, root, service.port)).toBe(1);
    }, 120_000);
  });

  it('the image of those who provision has each of their commands', async () => {
    const root = join(images.build('provision'), 'app');
    const server = ['--server', broker.server.url, '--dry-run'];
    const env = { NATS_NKEY_SEED: broker.identities['operator']?.seed ?? '' };
    expect((await runIn(root, ['infra/nats/provision.mjs', ...server], env)).stdout).toBe(
      'Nothing to change\n',
    );
    for (const other of ['postgres', 'redis', 'rabbitmq']) {
      const told = await runIn(root, [`infra/${other}/provision.mjs`], {}).catch((error: unknown) => error);
      expect(told).toMatchObject({ code: 2, stderr: expect.stringContaining('Needed') as unknown });
    }
  }, 600_000);
}

async function expectUsable({ url }: ServiceProcess): Promise<void> {
  const page = await fetch(`${url}/docs`);
  const script = await fetch(`${url}/docs/swagger-ui-bundle.js`);
  expect([page.status, script.status]).toEqual([200, 200]);
  expect(await script.text()).toContain('SwaggerUIBundle');
  // A request's class that is put together of two: its rules are copied by packages that load each other.
  const parked = await fetch(`${url}/admin/events/parked?limit=5`, {
    headers: { authorization: `Operator ${OPERATOR_TOKEN}` },
  });
  expect([parked.status, await parked.json()]).toEqual([200, expect.objectContaining({ items: [] })]);
}

async function exitOfHealthcheck(name: string, root: string, port: number): Promise<number> {
  const [command, ...args] = lastOf(stepsOf(stages, name), 'HEALTHCHECK')?.words ?? [];
  expect(command).toBe('node');
  return runIn(root, args, { PORT: String(port) }).then(
    () => 0,
    (error: unknown) => (error as { code: number }).code,
  );
}

/** With nothing of this machine's environment. */
function runIn(cwd: string, args: string[], env: Record<string, string>): Promise<{ stdout: string }> {
  return promisify(execFile)(process.execPath, args, { cwd, env: { PATH: process.env['PATH'], ...env } });
}
