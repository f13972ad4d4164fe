/** Ways to obtain a program that is not on this machine, for {@link import('./find-program.mjs').Wanted}. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { attempt, onPath, run, tryBinary } from './find-program.mjs';

/** @typedef {import('./find-program.mjs').Way} Way */

/**
 * Builds the program from its source.
 * @param {string} module With its version: `github.com/nats-io/nats-server/v2@v2.14.9`.
 * @param {string} duration As told to people: `half a minute`.
 * @returns {Way}
 */
export function withGo(module, duration) {
  return async ({ log, ask, env = process.env }, wanted, binDir) => {
    if (!onPath('go', env)) return undefined;
    const [name] = wanted.names;
    log(`${name} is not installed. The Go toolchain can build it into ${binDir}: go install ${module}`);
    if (!(await ask(`Build it now (about ${duration})?`))) return undefined;
    mkdirSync(binDir, { recursive: true });
    return attempt(log, 'go install', async () => {
      await run('go', ['install', module], { env: { ...env, GOBIN: binDir }, timeout: 600_000 });
      return tryBinary(wanted, join(binDir, name), 'built with the Go toolchain', log);
    });
  };
}

/**
 * @param {string} image Without the tag.
 * @param {string} version
 * @returns {Way}
 */
export function withContainerEngine(image, version) {
  return async ({ log, ask, env = process.env }, { names }) => {
    for (const engine of ['docker', 'podman']) {
      // The client may be there without an engine that answers.
      if (!onPath(engine, env) || spawnSync(engine, ['info'], { timeout: 10_000, env }).status !== 0)
        continue;
      const tagged = `${image}:${version}`;
      log(`${names[0]} is not installed. ${engine} can run it: ${tagged}`);
      if (!(await ask('Pull that image when it is missing, and run it?'))) continue;
      const pulled = await attempt(log, `${engine} pull`, () =>
        run(engine, ['pull', tagged], { timeout: 600_000, env }),
      );
      if (pulled)
        return { kind: 'container', engine, image: tagged, version, source: `a ${engine} container` };
    }
    return undefined;
  };
}

/**
 * Takes the program out of the distribution's package without installing it: no root needed, and no system service
 * that would start on the default port.
 * @param {object} packages
 * @param {readonly [string, ...string[]]} packages.unpack In which the program is.
 * @param {string} [packages.missingOf] Unpacks also what the installation of this package would bring along here.
 * @param {(unpacked: string, binDir: string) => Promise<string> | string} place Puts what was unpacked where it
 *   stays; gives the program's path.
 * @returns {Way}
 */
export function withApt({ unpack, missingOf }, place) {
  return async ({ log, ask, env = process.env }, wanted, binDir) => {
    if (!onPath('apt-get', env) || !onPath('dpkg', env)) return undefined;
    log(
      `${wanted.names[0]} is not installed. Its program can be taken from the distribution's package into ${binDir}.`,
    );
    if (!(await ask(`Download the package ${unpack.join(', ')} with apt-get?`))) return undefined;
    const work = mkdtempSync(join(tmpdir(), `${wanted.names[0]}-`));
    try {
      return await attempt(log, 'apt-get download', async () => {
        const download = async () => {
          const packages = new Set([...unpack, ...(missingOf ? await installedWith(missingOf, env) : [])]);
          await run('apt-get', ['download', ...packages], { cwd: work, timeout: 600_000, env });
        };
        await download().catch(async () => {
          await run('apt-get', ['update'], { timeout: 300_000, env });
          await download();
        });
        const files = readdirSync(work).filter((name) => name.endsWith('.deb'));
        if (files.length === 0) throw new Error('nothing was downloaded');
        for (const file of files) await run('dpkg', ['-x', file, 'unpacked'], { cwd: work, env });
        mkdirSync(binDir, { recursive: true });
        const path = await place(join(work, 'unpacked'), binDir);
        keepInReach(path, join(binDir, wanted.names[0]));
        return tryBinary(wanted, path, "taken from the distribution's package", log);
      });
    } finally {
      rmSync(work, { recursive: true, force: true });
    }
  };
}

/**
 * What is not under its name there would be obtained again each time.
 * @param {string} path
 * @param {string} kept
 */
function keepInReach(path, kept) {
  if (path === kept) return;
  rmSync(kept, { force: true });
  symlinkSync(path, kept);
}

/**
 * @param {string} name
 * @param {NodeJS.ProcessEnv} env
 * @returns {Promise<string[]>} the packages that an installation of it would add to this machine, itself included
 */
async function installedWith(name, env) {
  const args = ['install', '--simulate', '--no-install-recommends', name];
  const { stdout } = await run('apt-get', args, { timeout: 60_000, env: { ...env, LC_ALL: 'C' } });
  return [...stdout.matchAll(/^Inst (\S+)/gm)].flatMap(([, added]) => added ?? []);
}

/**
 * @param {string} formula
 * @returns {Way}
 */
export function withBrew(formula) {
  return async ({ log, ask, env = process.env }, wanted) => {
    if (!onPath('brew', env)) return undefined;
    log(`${wanted.names[0]} is not installed. Homebrew has it: brew install ${formula}`);
    if (!(await ask('Install it now?'))) return undefined;
    return attempt(log, 'brew install', async () => {
      await run('brew', ['install', formula], { timeout: 600_000, env });
      const path = onPath(wanted.names[0], env);
      return path ? tryBinary(wanted, path, 'installed with Homebrew', log) : undefined;
    });
  };
}
