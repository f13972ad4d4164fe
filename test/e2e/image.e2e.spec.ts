import { execFile } from 'node:child_process';
import { cpSync, globSync, mkdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { assertBuilt } from '../../infra/dev/build.mjs';
import { ROOT } from '../../infra/dev/paths.mjs';
import { startService } from '../../infra/dev/servers/service.mjs';
import { SERVICES } from '../../infra/dev/system.mjs';
import { NatsBroker } from '../support/brokers/nats.js';
import { createTestDatabase } from '../support/postgres.js';
import { runRecord, testFolder } from '../support/run.js';

/** Of the Dockerfile: a stage's instructions, those of the stages that it stands on before its own. */
function instructionsOf(stage: string): string[] {
  const text = readFileSync(join(ROOT, 'Dockerfile'), 'utf8');
  const parts = text.split(/^FROM /m).slice(1);
  const [base = '', ...instructions] =
    parts.find((part) => part.split('\n')[0]?.endsWith(` AS ${stage}`))?.split('\n') ?? [];
  const [parent = ''] = base.split(' ');
  return [...(parent.includes(':') || parent === '' ? [] : instructionsOf(parent)), ...instructions];
}

/** Lays out in a folder what the image has in its own; what earlier stages made is what the checkout has made. */
function layOut(stage: string, folder: string): void {
  for (const instruction of instructionsOf(stage)) {
    const [command, ...words] = instruction.split(' ');
    if (command !== 'COPY') continue;
    const paths = words.filter((word) => !word.startsWith('--'));
    const target = join(folder, paths.at(-1) ?? '');
    for (const pattern of paths.slice(0, -1)) {
      const found = globSync(pattern.replace(/^\/app\//, ''), { cwd: ROOT });
      if (found.length === 0) throw new Error(`${instruction}: there is no ${pattern}`);
      mkdirSync(target, { recursive: true });
      const isFolder = paths.at(-1)?.endsWith('/') === true;
      for (const file of found)
        cpSync(join(ROOT, file), isFolder ? join(target, basename(file)) : target, { recursive: true });
    }
  }
}

describe.each(SERVICES)('the image of %s', (name) => {
  it('has all that the service needs to migrate, to start and to show its API', async () => {
    assertBuilt();
    const root = testFolder('image');
    layOut(name, root);
    const database = await createTestDatabase({ services: [name] });
    const broker = await NatsBroker.start({
      folder: testFolder('nats'),
      record: runRecord(),
      durable: false,
    });
    const env = {
      DATABASE_URL: database.urlOf(name),
      AUTH_MODE: 'development',
      REPLICA_NAME: `${name}-image`,
      OPERATOR_TOKEN: 'token-of-the-operator-of-the-image',
      ...broker.environmentOf(name),
    };
    try {
      const migrating = promisify(execFile)(process.execPath, [`dist/services/${name}/migrate.js`], {
        cwd: root,
        env: { PATH: process.env['PATH'], ...env },
      });
      expect((await migrating).stdout).toContain(`${name} +`);
      const service = await startService({
        name,
        root,
        env,
        logFile: join(root, 'log'),
        record: runRecord(),
      });
      try {
        const page = await fetch(`${service.url}/docs`);
        const script = await fetch(`${service.url}/docs/swagger-ui-bundle.js`);
        expect([page.status, script.status]).toEqual([200, 200]);
        expect(await script.text()).toContain('SwaggerUIBundle');
        // A request's class that is put together of two: its rules are copied by packages that load each other.
        const parked = await fetch(`${service.url}/admin/events/parked?limit=5`, {
          headers: { authorization: `Operator ${env.OPERATOR_TOKEN}` },
        });
        expect([parked.status, await parked.json()]).toEqual([200, expect.objectContaining({ items: [] })]);
      } finally {
        await service.stop();
      }
    } finally {
      await broker.stop();
      await database.drop();
    }
  }, 120_000);
});
