/** Builds the services, and puts each into one file, when their sources are not those of the last build. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ROOT } from './paths.mjs';
import { StartError } from './servers/processes.mjs';

const STAMP = join(ROOT, 'dist', '.sources');
const SOURCES = [
  'services',
  'libs',
  'tsconfig.json',
  'tsconfig.build.json',
  'nest-cli.json',
  '.swcrc',
  'package-lock.json',
  'infra/dev/bundle.mjs',
];
const NAMES = ['cards', 'feeds', 'notifications'];
const BUILT = NAMES.map((name) => join(ROOT, 'dist', 'services', name, 'src', 'main.js'));
const ENTRIES = NAMES.map((name) => join(ROOT, 'dist', 'services', name, 'main.js'));

/** Whether `dist` was built from the sources as they are now. */
export function isBuilt() {
  return ENTRIES.every(existsSync) && existsSync(STAMP) && readFileSync(STAMP, 'utf8') === hashOfSources();
}

/** @throws StartError when the build is missing or older than the sources */
export function assertBuilt() {
  if (isBuilt()) return;
  throw new StartError(
    'not-built',
    'The build is missing or older than the sources.',
    'Run: node infra/dev/build.mjs',
  );
}

/**
 * @param {(line: string) => void} log
 * @returns {boolean} whether there was anything to do
 */
export function build(log) {
  if (isBuilt()) return false;
  log('Building the services');
  const hash = hashOfSources();
  const nest = join(ROOT, 'node_modules', '@nestjs', 'cli', 'bin', 'nest.js');
  run([nest, 'build', '--all'], BUILT);
  run([join(ROOT, 'infra', 'dev', 'bundle.mjs')], ENTRIES);
  writeFileSync(STAMP, hash);
  return true;
}

/**
 * @param {string[]} args of Node
 * @param {string[]} made what is there when it worked
 */
function run(args, made) {
  const done = spawnSync(process.execPath, args, { cwd: ROOT, encoding: 'utf8' });
  if (done.status === 0 && made.every(existsSync)) return;
  throw new StartError('build-failed', `The build failed:\n${done.stdout}${done.stderr}`.trimEnd());
}

function hashOfSources() {
  const hash = createHash('sha256');
  for (const file of SOURCES.flatMap((name) => filesOf(join(ROOT, name)))) {
    hash.update(relative(ROOT, file)).update('\0').update(readFileSync(file)).update('\0');
  }
  return hash.digest('hex');
}

/**
 * @param {string} path
 * @returns {string[]}
 */
function filesOf(path) {
  if (!existsSync(path)) return [];
  if (statSync(path).isFile()) return [path];
  return readdirSync(path, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      if (entry.isDirectory()) return filesOf(join(path, entry.name));
      return entry.name.endsWith('.ts') && !entry.name.endsWith('.spec.ts') ? [join(path, entry.name)] : [];
    });
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href)
  build((line) => process.stdout.write(`${line}\n`));
