import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CATALOGUE } from '#contracts';
import { packContracts } from '../../infra/contracts/pack.mjs';
import { ROOT } from '../../infra/dev/paths.mjs';

const NAME = '@commonplace/contracts';

interface Manifest {
  dependencies?: Record<string, string>;
}

/** Somebody else's project, outside this checkout: what is imported there is in the package, or it fails. */
describe('the package of the contracts', () => {
  let project: string;

  beforeAll(() => {
    project = mkdtempSync(join(tmpdir(), 'contracts-consumer-'));
    const installed = join(project, 'node_modules', NAME);
    mkdirSync(installed, { recursive: true });
    execFileSync('tar', ['-xzf', packContracts(project), '-C', installed, '--strip-components=1']);
    for (const name of dependenciesOf(installed)) {
      cpSync(join(ROOT, 'node_modules', name), join(project, 'node_modules', name), { recursive: true });
    }
    writeFileSync(join(project, 'package.json'), '{ "type": "module" }');
  });

  afterAll(() => {
    rmSync(project, { recursive: true, force: true });
  });

  it('is imported with nothing beside it but its dependencies', () => {
    const output = run(`
      import { createRequire } from 'node:module';
      import { plainToInstance } from 'class-transformer';
      import { validateSync } from 'class-validator';
      import * as contracts from '${NAME}';
      const read = createRequire(import.meta.url);
      const verdicts = contracts.CATALOGUE.map((event) => {
        const path = event.type.split('.').slice(1).join('/').replace(/\\/(v\\d+)$/, '.$1');
        const example = read('${NAME}/fixtures/' + path + '/maximal.json');
        const schema = read('${NAME}/schemas/' + path + '.json');
        return [
          event.type,
          contracts[event.name] === event,
          validateSync(plainToInstance(event, example)).length,
          schema.$id,
        ];
      });
      console.log(JSON.stringify(verdicts));
    `);
    expect(JSON.parse(output)).toEqual(
      CATALOGUE.map(({ type }) => [type, true, 0, `urn:commonplace:schema:${type}`]),
    );
  });

  it('tells a consumer in TypeScript events apart by their type', () => {
    writeFileSync(
      join(project, 'consumer.ts'),
      `import { CardAddedToLibraryV1 } from '${NAME}';
       import type { IntegrationEvent } from '${NAME}/wire';
       export function urlOf(event: IntegrationEvent): string | undefined {
         return event.type === 'events.cards.card-added-to-library.v1' ? event.data.url : undefined;
       }
       export const type: 'events.cards.card-added-to-library.v1' = CardAddedToLibraryV1.type;`,
    );
    const tsc = join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc');
    const compilerOptions = { strict: true, noEmit: true, module: 'nodenext', target: 'es2022', types: [] };
    writeFileSync(
      join(project, 'tsconfig.json'),
      JSON.stringify({ compilerOptions, files: ['consumer.ts'] }),
    );
    const { status, stdout } = spawnSync(process.execPath, [tsc], { cwd: project, encoding: 'utf8' });
    expect({ status, stdout }).toEqual({ status: 0, stdout: '' });
  });

  it('holds no sources and no tools', () => {
    const output = run(`
      import { readdirSync } from 'node:fs';
      console.log(JSON.stringify(readdirSync('node_modules/${NAME}').sort()));
    `);
    expect(JSON.parse(output)).toEqual([
      'asyncapi.yaml',
      'dist',
      'fixtures',
      'package.json',
      'schemas',
      'types',
    ]);
  });

  function run(program: string): string {
    writeFileSync(join(project, 'program.mjs'), program);
    return execFileSync(process.execPath, ['program.mjs'], { cwd: project, encoding: 'utf8' });
  }
});

/** What is installed with a package: its dependencies and theirs. */
function dependenciesOf(folder: string, found = new Set<string>()): Set<string> {
  const { dependencies = {} } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
  for (const name of Object.keys(dependencies)) {
    if (found.has(name)) continue;
    found.add(name);
    dependenciesOf(join(ROOT, 'node_modules', name), found);
  }
  return found;
}
