import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';

const root = resolve(import.meta.dirname, '../..');
const run = promisify(execFile);

type Tree = Readonly<Record<string, string>>;

interface Violation {
  rule: string;
  from: string;
}

/** The smallest tree that breaks no rule: one service on the three libraries, each imported by its name. */
const SOUND: Tree = {
  'libs/contracts/src/index.ts': "export { Saved } from './saved.v1.js';",
  'libs/contracts/src/saved.v1.ts':
    "import { IsString } from 'class-validator';\nexport class Saved { @IsString() id!: string; }",
  'libs/eventing/src/index.ts': "export { connect } from './transports/nats/connection.js';",
  'libs/eventing/src/transports/nats/connection.ts': "export { connect } from 'nats';",
  'libs/platform/src/index.ts': "export { connect } from '#eventing';",
  'services/cards/src/domain/card.ts':
    "import { randomUUID } from 'node:crypto';\nimport { uuidv7 } from 'uuidv7';\nexport const ids = [randomUUID(), uuidv7()];",
  'services/cards/src/application/save.ts':
    "import { Saved } from '#contracts';\nimport { ids } from '../domain/card.js';\nexport const save = () => [new Saved(), ids];",
  'services/cards/src/http/controller.ts': "export { save } from '../application/save.js';",
  'services/cards/src/main.ts':
    "import { connect } from '#platform';\nimport { save } from './http/controller.js';\nsave(); void connect();",
  'services/feeds/src/main.ts': "import { Saved } from '#contracts';\nnew Saved();",
  'services/feeds/src/main.int.spec.ts': "import { world } from '../test/world.js';\nworld.at(0);",
  'services/feeds/test/world.ts': "export { library as world } from '../../../test/model/library.js';",
  'test/model/library.ts': 'export const library = [];',
  'test/model/library.spec.ts': "import { library } from './library.js';\nlibrary.at(0);",
};

/** What breaks each rule. A file here takes the place of the sound one of that name, or stands beside it. */
const BROKEN: readonly (readonly [rule: string, from: string, tree: Tree])[] = [
  [
    'services-stand-alone',
    'services/feeds/src/main.ts',
    { 'services/feeds/src/main.ts': "import '../../cards/src/domain/card.js';" },
  ],
  [
    'domain-is-pure',
    'services/cards/src/domain/card.ts',
    { 'services/cards/src/domain/card.ts': "export { Injectable as ids } from '@nestjs/common';" },
  ],
  [
    'domain-is-pure',
    'services/cards/src/domain/card.ts',
    { 'services/cards/src/domain/card.ts': "export type { Saved as ids } from '#contracts';" },
  ],
  [
    'domain-is-pure',
    'services/cards/src/domain/card.ts',
    { 'services/cards/src/domain/card.ts': "export { default as ids } from 'postgres';" },
  ],
  [
    'domain-is-pure',
    'services/cards/src/domain/card.ts',
    { 'services/cards/src/domain/card.ts': "export { readFile as ids } from 'node:fs/promises';" },
  ],
  [
    'application-knows-no-front-door',
    'services/cards/src/application/save.ts',
    {
      'services/cards/src/application/save.ts':
        "import type { SaveBody } from '../http/save-body.js';\nexport const save = (body?: SaveBody) => body;",
      'services/cards/src/http/save-body.ts': 'export interface SaveBody { url: string }',
    },
  ],
  [
    'domain-events-stay-inside',
    'services/cards/src/http/controller.ts',
    {
      'services/cards/src/http/controller.ts':
        "export type { CardEvent } from '../domain/card-events.js';\nexport { save } from '../application/save.js';",
      'services/cards/src/domain/card-events.ts': 'export interface CardEvent { type: string }',
    },
  ],
  [
    'domain-events-stay-inside',
    'services/cards/src/events/handler.ts',
    {
      'services/cards/src/main.ts': "import { handle } from './events/handler.js';\nhandle();",
      'services/cards/src/events/handler.ts':
        "import type { CardEvent } from '../domain/card-events.js';\nexport const handle = (event?: CardEvent) => event;",
      'services/cards/src/domain/card-events.ts': 'export interface CardEvent { type: string }',
    },
  ],
  [
    'libs-by-their-front-door',
    'services/feeds/src/main.ts',
    { 'services/feeds/src/main.ts': "import '../../../libs/contracts/src/saved.v1.js';" },
  ],
  [
    'contracts-depend-on-nothing',
    'libs/contracts/src/saved.v1.ts',
    { 'libs/contracts/src/saved.v1.ts': "export { ApiProperty as Saved } from '@nestjs/swagger';" },
  ],
  [
    'eventing-knows-no-card',
    'libs/eventing/src/index.ts',
    { 'libs/eventing/src/index.ts': "export { Saved } from '#contracts';" },
  ],
  [
    'platform-knows-no-service',
    'libs/platform/src/index.ts',
    { 'libs/platform/src/index.ts': "export { Saved } from '#contracts';" },
  ],
  [
    'nats-in-one-place',
    'libs/eventing/src/index.ts',
    { 'libs/eventing/src/index.ts': "export { connect } from 'nats';" },
  ],
  [
    'redis-in-one-place',
    'libs/eventing/src/index.ts',
    { 'libs/eventing/src/index.ts': "export { createClient as connect } from '@redis/client';" },
  ],
  [
    'rabbitmq-in-one-place',
    'libs/eventing/src/index.ts',
    { 'libs/eventing/src/index.ts': "export { connect } from 'amqplib';" },
  ],
  [
    'model-is-independent',
    'test/model/library.ts',
    { 'test/model/library.ts': "export { ids as library } from '../../services/cards/src/domain/card.js';" },
  ],
  [
    'model-is-independent',
    'test/faults/checker/check.ts',
    { 'test/faults/checker/check.ts': "import '../../../libs/contracts/src/index.js';" },
  ],
  [
    'no-test-code-in-production',
    'services/feeds/src/main.ts',
    { 'services/feeds/src/main.ts': "import '../../../test/model/library.js';" },
  ],
  [
    'no-test-code-in-production',
    'services/feeds/src/main.ts',
    { 'services/feeds/src/main.ts': "import '../test/world.js';" },
  ],
  [
    'not-to-dev-dependencies',
    'services/feeds/src/main.ts',
    { 'services/feeds/src/main.ts': "import 'fast-check';" },
  ],
  [
    'not-to-unlisted-packages',
    'services/feeds/src/main.ts',
    { 'services/feeds/src/main.ts': "import 'enhanced-resolve';" },
  ],
  [
    'not-to-unresolvable',
    'services/feeds/src/main.ts',
    { 'services/feeds/src/main.ts': "import './gone.js';" },
  ],
  [
    'no-circular',
    'services/cards/src/domain/card.ts',
    {
      'services/cards/src/domain/card.ts': "export { ids } from './shelf.js';",
      'services/cards/src/domain/shelf.ts': "export { ids } from './card.js';",
    },
  ],
  [
    'no-orphans',
    'services/cards/src/domain/left-behind.ts',
    { 'services/cards/src/domain/left-behind.ts': 'export const forgotten = 1;' },
  ],
];

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'import-rules-'));
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'));
  for (const file of ['package.json', 'tsconfig.json', '.dependency-cruiser.js']) {
    await cp(join(root, file), join(folder, file));
  }
});

afterEach(async () => {
  await rm(folder, { recursive: true });
});

/** Lays the files down and asks the checker, under the project's own rules, what is wrong with them. */
async function violationsOf(tree: Tree): Promise<Violation[]> {
  for (const [path, text] of Object.entries(tree)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  const program = join(root, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs');
  const options = ['--config', '.dependency-cruiser.js', '--output-type', 'json'];
  const { stdout } = await run(process.execPath, [program, ...options, 'libs', 'services', 'test'], {
    cwd: folder,
    maxBuffer: 64 * 1024 * 1024,
  });
  const report = JSON.parse(stdout) as {
    summary: { violations: { from: string; rule: { name: string } }[] };
  };
  return report.summary.violations.map(({ rule, from }) => ({ rule: rule.name, from }));
}

describe('the import rules', () => {
  it('find nothing wrong with a service on its libraries', async () => {
    expect(await violationsOf(SOUND)).toEqual([]);
  });

  for (const [rule, from, tree] of BROKEN) {
    const [line] = tree[from]?.split('\n') ?? [];
    it(`${rule} catches in ${from}: ${line}`, async () => {
      expect(await violationsOf({ ...SOUND, ...tree })).toContainEqual({ rule, from });
    });
  }

  it('each have a case here', async () => {
    const config = (await import(join(root, '.dependency-cruiser.js'))) as {
      default: { forbidden: { name: string; comment: string }[] };
    };
    const names = config.default.forbidden.map((rule) => rule.name);
    expect(new Set(BROKEN.map(([rule]) => rule))).toEqual(new Set(names));
  });
});
