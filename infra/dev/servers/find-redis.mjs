/** Where to get a redis-server (or valkey-server) on this machine. */
import { chmodSync, cpSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findProgram } from './find-program.mjs';
import { withApt, withBrew, withContainerEngine } from './obtain-program.mjs';

/** @typedef {import('./find-program.mjs').Container} RedisContainer */
/** @typedef {import('./find-program.mjs').Program} RedisProgram */

const OVERRIDE = 'COMMONPLACE_REDIS_SERVER';

/** @type {import('./find-program.mjs').Wanted} */
const REDIS_SERVER = {
  names: ['redis-server', 'valkey-server'],
  // The first that knows the lag of a consumer group, and more than one set of rights for a user.
  oldest: [7, 0],
  versions: 'Redis 7.0 and later, and Valkey',
  override: OVERRIDE,
  ways: [
    withContainerEngine('redis', '7.4'),
    // Debian's package redis-server is a link to the program in redis-tools, which needs libraries of its own.
    withApt({ unpack: ['redis-server', 'redis-tools'], missingOf: 'redis-server' }, keepWithLibraries),
    withBrew('redis'),
  ],
  code: 'no-redis-server',
  remedy:
    'Install Redis 7.0 or later, or Valkey, so that redis-server or valkey-server is on the PATH (brew install redis,' +
    ` apt install redis-server), start a container engine, or name the program with ${OVERRIDE}=<path>.`,
};

/**
 * @param {import('./find-program.mjs').FindOptions} options
 * @returns {Promise<RedisProgram>}
 */
export function findRedisServer(options) {
  return findProgram(REDIS_SERVER, options);
}

/**
 * Keeps everything that was unpacked, and lays down a script that starts the program with the libraries among it.
 * @param {string} unpacked
 * @param {string} binDir
 */
function keepWithLibraries(unpacked, binDir) {
  const folder = join(binDir, '..', 'redis-server');
  rmSync(folder, { recursive: true, force: true });
  cpSync(unpacked, `${folder}.part`, { recursive: true, verbatimSymlinks: true });
  renameSync(`${folder}.part`, folder);
  const libraries = ['lib', 'usr/lib']
    .flatMap((root) => [root, ...foldersIn(join(folder, root)).map((name) => join(root, name))])
    .map((path) => `$root/${path}`)
    .join(':');
  const script = join(binDir, 'redis-server');
  writeFileSync(
    script,
    [
      '#!/bin/sh',
      'root="${0%/*}/../redis-server"',
      `export LD_LIBRARY_PATH="${libraries}:\${LD_LIBRARY_PATH:-}"`,
      'exec "$root/usr/bin/redis-server" "$@"',
      '',
    ].join('\n'),
  );
  chmodSync(script, 0o755);
  return script;
}

/** @param {string} folder */
function foldersIn(folder) {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => entry.name);
  } catch {
    return [];
  }
}
