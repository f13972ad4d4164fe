import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { testFolder } from '../../../test/support/run.js';
import { type FindOptions, findProgram, tryBinary, type Wanted } from './find-program.mjs';
import { withApt } from './obtain-program.mjs';

function script(folder: string, name: string, line: string): string {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, name);
  writeFileSync(path, `#!/bin/sh\n${line}\n`);
  chmodSync(path, 0o755);
  return path;
}

/** A program that does nothing but say its version. */
function program(folder: string, name: string, version: string): string {
  return script(folder, name, `echo "${name} ${version}"`);
}

describe('finding a program', () => {
  let folder: string;
  let said: string[];
  let installations: number;

  beforeEach(() => {
    folder = testFolder('find-program');
    said = [];
    installations = 0;
  });

  const options = (env: NodeJS.ProcessEnv = {}): FindOptions => ({
    toolsDir: join(folder, 'tools'),
    log: (line) => said.push(line),
    ask: () => Promise.resolve(true),
    env: { PATH: [join(folder, 'first'), join(folder, 'second')].join(':'), ...env },
  });

  const wanted: Wanted = {
    names: ['server', 'other-server'],
    oldest: [2, 1],
    tooNew: [3, 0],
    versions: '2.1 to 2.9',
    override: 'THE_SERVER',
    ways: [
      () => Promise.resolve(undefined),
      (_options, sought, binDir) => {
        installations += 1;
        return tryBinary(sought, program(binDir, 'server', '2.5.0'), 'made just now', () => undefined);
      },
    ],
    code: 'no-server',
    remedy: 'Install it.',
  };

  it('takes the one that is named, and no other', async () => {
    program(join(folder, 'first'), 'server', '2.2.0');
    const named = program(folder, 'mine', '2.3.4');
    expect(await findProgram(wanted, options({ THE_SERVER: named }))).toMatchObject({
      path: named,
      version: '2.3.4',
    });
    await expect(findProgram(wanted, options({ THE_SERVER: join(folder, 'gone') }))).rejects.toMatchObject({
      code: 'no-server',
      message: expect.stringMatching(/THE_SERVER=.* is not a usable server.\nInstall it./),
    });
  });

  it('takes one from the path under any of its names, and passes over what is too old or too new', async () => {
    program(join(folder, 'first'), 'server', '2.0.9');
    const good = program(join(folder, 'second'), 'other-server', '2.1.0');
    expect(await findProgram(wanted, options())).toMatchObject({ path: good, source: 'found on the PATH' });
    expect(said.join()).toContain('is version 2.0.9; this project works with 2.1 to 2.9');
    program(join(folder, 'second'), 'other-server', '3.0.0');
    expect(await findProgram(wanted, options())).toMatchObject({ source: 'made just now' });
  });

  it('installs only what is allowed, once, for all who ask at the same time', async () => {
    await expect(findProgram(wanted, { ...options(), allowInstall: false })).rejects.toMatchObject({
      code: 'no-server',
    });
    mkdirSync(join(folder, 'tools'), { recursive: true });
    // Of an installation that was killed: no process has this number.
    writeFileSync(join(folder, 'tools', 'installing.pid'), '999999999');
    const found = await Promise.all([1, 2, 3].map(() => findProgram(wanted, options())));
    expect(found.map(({ version }) => version)).toEqual(['2.5.0', '2.5.0', '2.5.0']);
    expect(installations).toBe(1);
    expect(await findProgram(wanted, { ...options(), allowInstall: false })).toMatchObject({
      source: 'installed here before',
    });
  });

  it('finds what it took out of a package again, wherever it was put', async () => {
    script(join(folder, 'first'), 'apt-get', 'touch "$2.deb"');
    script(join(folder, 'first'), 'dpkg', 'mkdir -p "$3"');
    let unpacked = 0;
    const place = (): string => {
      unpacked += 1;
      return program(join(folder, 'tools', 'server', 'lib'), 'server', '2.6.0');
    };
    const fromPackage: Wanted = { ...wanted, ways: [withApt({ unpack: ['the-server'] }, place)] };
    const path = join(folder, 'tools', 'server', 'lib', 'server');
    const env = { PATH: [join(folder, 'first'), '/usr/bin', '/bin'].join(':') };
    expect(await findProgram(fromPackage, options(env))).toMatchObject({ path, version: '2.6.0' });
    expect(await findProgram(fromPackage, options(env))).toMatchObject({
      path,
      source: 'installed here before',
    });
    expect(unpacked).toBe(1);
  });
});
