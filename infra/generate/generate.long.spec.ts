import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ROOT } from '../dev/paths.mjs';
import { ChangeSet } from './change-set.mjs';
import { newEvent } from './event.mjs';
import { CARD_STARRED, type Written } from './test/card-starred.js';
import { unwrittenIn } from './unwritten.mjs';
import { newVersion } from './version.mjs';

/** What the project's programs read. */
const PARTS = ['services', 'libs', 'infra', 'test', 'bench', 'docs'];
const FILES = ['package.json', 'tsconfig.json', 'jest.config.js', 'eslint.config.js', '.swcrc'];
const SETTINGS = ['.prettierrc.json', '.prettierignore', '.gitignore'];

interface Answer {
  code: number;
  output: string;
}

/** A copy of the checkout to generate into, with the same packages. */
class Scratch {
  readonly root = mkdtempSync(join(tmpdir(), 'commonplace-generate-'));

  constructor() {
    for (const path of [...PARTS, ...FILES, ...SETTINGS]) {
      cpSync(join(ROOT, path), join(this.root, path), { recursive: true });
    }
    symlinkSync(join(ROOT, 'node_modules'), join(this.root, 'node_modules'));
  }

  run(program: string, ...args: string[]): Promise<Answer> {
    const NODE_OPTIONS = '--experimental-vm-modules --disable-warning=ExperimentalWarning';
    // The specs that it runs are of the common tier, whatever tier this one is of.
    const env = { ...process.env, NODE_OPTIONS, TEST_TIER: '' };
    const options = { cwd: this.root, env, maxBuffer: 64 * 1024 * 1024 };
    return new Promise((resolve) => {
      execFile(process.execPath, [program, ...args], options, (error, stdout, stderr) => {
        resolve({ code: error === null ? 0 : Number(error.code ?? 1), output: `${stdout}${stderr}` });
      });
    });
  }

  tool(path: string, ...args: string[]): Promise<Answer> {
    return this.run(join('node_modules', path), ...args);
  }

  write({ file, find, put }: Written): void {
    const path = join(this.root, file);
    mkdirSync(dirname(path), { recursive: true });
    if (find === undefined) {
      writeFileSync(path, put);
      return;
    }
    const text = readFileSync(path, 'utf8');
    const written = text.replace(find, () => put);
    if (written === text)
      throw new Error(`${file} has no ${String(find)}: mend infra/generate/test/card-starred.ts`);
    writeFileSync(path, written);
  }

  /** What the compiler, the linter and the formatter have to say. */
  async complaints(files: readonly string[]): Promise<string> {
    const sources = files.filter((file) => file.endsWith('.ts'));
    const answers = [
      await this.tool('typescript/bin/tsc', '--noEmit', '-p', '.'),
      await this.tool('eslint/bin/eslint.js', '--max-warnings', '0', ...sources),
      await this.tool('prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', ...files),
    ];
    return answers
      .filter(({ code }) => code !== 0)
      .map(({ output }) => output)
      .join('\n');
  }

  jest(...args: string[]): Promise<Answer> {
    return this.tool('jest/bin/jest.js', ...args);
  }

  /** What `npm run contracts:check` has to say. */
  async violations(): Promise<string[]> {
    const { output } = await this.run('infra/contracts/check.mjs');
    return output.split('\n').filter((line) => line.startsWith('✗'));
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}

const CHECKLIST = [
  'libs/contracts/fixtures/cards/card-starred.v1/maximal.json: an example with every field',
  'libs/contracts/src/cards/card-starred.v1.ts: say in a sentence what happened. Aggregate: the card',
  'libs/contracts/src/cards/card-starred.v1.ts: say when it is raised, and when it is not',
  'libs/contracts/src/catalogue.ts: say in a sentence what happened, for the catalogue',
  'services/cards/src/domain/card-state.ts: say what CardStarred makes of a card',
  'services/cards/src/domain/card.ts: name the codes with which it is refused, or that it never is',
  'services/cards/src/domain/card.ts: decide who may do it, and raise CardStarred',
  'services/feeds/src/application/handle-card-starred.ts: say what feeds makes of it',
  'services/feeds/src/application/handle-card-starred.ts: store what feeds keeps of card-starred',
  'test/contracts/acts/card-starred.ts: ask cards over HTTP for what raises CardStarred',
  'test/contracts/expected/feeds.ts: say which rows feeds has stored after card-starred',
];
const SPECS = [
  'test/checklist',
  'services/cards/src/domain/card-starred',
  'test/contracts/acts/card-starred',
  'test/contracts/consumers',
];

describe('npm run new:event', () => {
  let scratch: Scratch;

  beforeAll(() => {
    scratch = new Scratch();
  });
  afterAll(() => {
    scratch.remove();
  });

  const unwritten = () => unwrittenIn(scratch.root).map(({ file, sentence }) => `${file}: ${sentence}`);
  const failedSuites = (output: string) =>
    [...output.matchAll(/^FAIL (\S+)/gm)].map(([, suite]) => suite).toSorted();

  it('lays down an event that compiles and is red until it is written, then reaches its handler', async () => {
    const asked = ['cards', 'card-starred', '--consumers', 'feeds'];
    const made = await scratch.run('infra/generate/new-event.mjs', ...asked);
    expect(made).toMatchObject({ code: 0, output: expect.stringContaining('To be written by you') });
    const changed = newEvent(ROOT, {
      ...{ context: 'cards', name: 'card-starred', aggregate: undefined, consumers: ['feeds'] },
    }).paths;
    expect(await scratch.complaints(changed)).toBe('');
    expect(unwritten()).toEqual(CHECKLIST);

    const red = await scratch.jest(...SPECS);
    expect(failedSuites(red.output)).toEqual([
      'services/cards/src/domain/card-starred.unit.spec.ts',
      'test/checklist/checklist.spec.ts',
      'test/contracts/acts/card-starred.int.spec.ts',
      'test/contracts/consumers.int.spec.ts',
    ]);

    for (const written of CARD_STARRED) scratch.write(written);
    const all = [...new Set([...changed, ...CARD_STARRED.map(({ file }) => file)])];
    await scratch.tool('prettier/bin/prettier.cjs', '--write', ...all);
    await scratch.run('infra/contracts/generate.mjs');
    expect(unwritten()).toEqual([]);
    expect(await scratch.violations()).toEqual([]);
    expect(await scratch.complaints(all)).toBe('');
    const green = await scratch.jest(...SPECS);
    expect(failedSuites(green.output)).toEqual([]);
    expect(green.code).toBe(0);
  }, 600_000);
});

describe('npm run new:version', () => {
  it('lays down the next major with its upcaster, and says what is left', async () => {
    const scratch = new Scratch();
    try {
      const made = await scratch.run('infra/generate/new-version.mjs', 'cards.card-removed-from-library');
      expect(made.code).toBe(0);
      const { paths } = newVersion(ROOT, { context: 'cards', name: 'card-removed-from-library' });
      expect(await scratch.complaints(paths)).toBe('');
      expect(unwrittenIn(scratch.root).map(({ file, sentence }) => `${file}: ${sentence}`)).toEqual([
        'libs/contracts/src/cards/card-removed-from-library.v1-to-v2.ts: name what v1 does not say, and the default that it gets',
        'libs/contracts/src/cards/card-removed-from-library.v2.ts: say what is new, and why it had to be',
        'libs/contracts/src/catalogue.ts: say in a sentence what happened, for the catalogue',
        expect.stringContaining('services/cards/src/application/publish-card.ts: publish together'),
      ]);
      expect(await scratch.violations()).toEqual([]);
      expect((await scratch.jest('libs/contracts/src/upcasters')).code).toBe(0);
    } finally {
      scratch.remove();
    }
  }, 300_000);
});

describe('the generator', () => {
  const event = { context: 'cards', name: 'card-starred', aggregate: undefined, consumers: ['feeds'] };

  it.each([
    ['a name that is no act', { ...event, name: 'starred' }, 'past tense'],
    ['a name that is taken', { ...event, name: 'card-added-to-library' }, 'is there already'],
    ['a service without such an aggregate', { ...event, context: 'notifications' }, 'Say which aggregate'],
    ['an aggregate that is not clear', { ...event, name: 'star-given' }, '--aggregate card'],
    ['a consumer of its own make', { ...event, consumers: ['cards'] }, 'No handler is laid out for cards'],
  ])('refuses %s', (_what, request, sentence) => {
    expect(() => newEvent(ROOT, request)).toThrow(sentence);
  });

  it('writes nothing where a place in a file is gone, and says what belongs there', () => {
    const changes = new ChangeSet(ROOT);
    const edit = { anchor: '// no such line', where: 'before' as const, text: 'const here = 1;' };
    expect(() => {
      changes.insert('libs/contracts/src/index.ts', edit);
    }).toThrow('libs/contracts/src/index.ts has no "// no such line", where this belongs:\nconst here = 1;');
    expect(changes.paths).toEqual([]);
  });
});
