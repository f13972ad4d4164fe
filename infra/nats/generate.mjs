/**
 * Writes the files that provisioning and the server read from the one table in topology.mjs.
 *
 *   node infra/nats/generate.mjs           writes them
 *   node infra/nats/generate.mjs --check   exits 1 when the committed files are not what the table says
 */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { consumersOf, NATS_IDENTITIES, permissionsOf, SERVICES, STREAM, streamConfig } from './topology.mjs';

const HERE = dirname(fileURLToPath(import.meta.url));
/** Folders that hold nothing but generated files. */
const GENERATED = ['streams', 'consumers', 'permissions'];

/** @type {[string, object][]} */
const wanted = [
  [join('streams', `${STREAM}.json`), streamConfig],
  ...SERVICES.flatMap(({ name: service }) =>
    consumersOf(service).map((consumer) =>
      named(join('consumers', service, `${consumer.name}.json`), consumer),
    ),
  ),
  ...NATS_IDENTITIES.map((name) => named(join('permissions', `${name}.json`), permissionsOf(name))),
];
// In the project's own format, which is checked too.
const style = { ...(await resolveConfig(HERE)), parser: 'json' };
const contents = new Map(
  await Promise.all(
    wanted.map(async ([file, value]) => named(file, await format(JSON.stringify(value), style))),
  ),
);

const present = GENERATED.flatMap((folder) => filesIn(join(HERE, folder))).map((file) =>
  relative(HERE, file),
);
const stale = present.filter((file) => !contents.has(file));
const different = [...contents]
  .filter(([file, text]) => textOf(join(HERE, file)) !== text)
  .map(([file]) => file);

if (process.argv.includes('--check')) {
  for (const file of different) process.stderr.write(`infra/nats/${file} is not what topology.mjs says\n`);
  for (const file of stale) process.stderr.write(`infra/nats/${file} is not in topology.mjs\n`);
  if (different.length + stale.length > 0) {
    process.stderr.write('Run: node infra/nats/generate.mjs\n');
    process.exitCode = 1;
  }
} else {
  for (const file of stale) rmSync(join(HERE, file));
  for (const file of different) {
    mkdirSync(dirname(join(HERE, file)), { recursive: true });
    writeFileSync(join(HERE, file), contents.get(file) ?? '');
  }
  process.stdout.write(`${different.length} written, ${stale.length} removed, ${contents.size} in all\n`);
}

/**
 * @template T
 * @param {string} file
 * @param {T} value
 * @returns {[string, T]}
 */
function named(file, value) {
  return [file, value];
}

/**
 * @param {string} folder
 * @returns {string[]}
 */
function filesIn(folder) {
  try {
    return readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
      entry.isDirectory() ? filesIn(join(folder, entry.name)) : [join(folder, entry.name)],
    );
  } catch {
    return [];
  }
}

/** @param {string} file */
function textOf(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
