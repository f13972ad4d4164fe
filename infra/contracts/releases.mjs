/**
 * Releases of the contracts: `libs/contracts/releases/<n>/` with the frozen schemas and fixtures, and a manifest of
 * their hashes. Each manifest holds the hash of the one before it, so that history is not rewritten in passing.
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { plainStatus } from './status.mjs';
import { filesBelow, pathOf, readJson, textOf } from './workspace.mjs';

/** @typedef {import('./workspace.mjs').Workspace} Workspace */
/** @typedef {import('./json-schema.mjs').JsonSchema} JsonSchema */

/** Fixtures that are frozen with a release. Refused payloads are no promise to anyone. */
const FIXTURES = ['minimal', 'maximal'];

/**
 * @typedef {object} ReleasedEvent
 * @property {{ state: string, by?: string, untilRelease?: number }} status
 * @property {Record<string, string>} files hash by path below the release's folder
 */
/** @typedef {{ release: number, previous: string | null, events: Record<string, ReleasedEvent> }} Manifest */
/** @typedef {{ number: number, folder: string, manifest: Manifest }} Release */

/**
 * @param {Workspace} workspace
 * @returns {Release[]} oldest first
 */
export function releasesIn({ releases }) {
  if (!existsSync(releases)) return [];
  return readdirSync(releases)
    .map(Number)
    .sort((a, b) => a - b)
    .map((number) => {
      const folder = join(releases, String(number));
      return { number, folder, manifest: /** @type {Manifest} */ (readJson(join(folder, 'manifest.json'))) };
    });
}

/**
 * @param {Release} release
 * @param {string} type
 * @returns {JsonSchema | undefined} undefined when the release does not have the event
 */
export function releasedSchema({ folder, manifest }, type) {
  if (manifest.events[type] === undefined) return undefined;
  return /** @type {JsonSchema} */ (readJson(join(folder, schemaPath(type))));
}

/**
 * @param {Release} release
 * @param {string} type
 * @returns {{ path: string, data: unknown }[]}
 */
export function releasedFixtures({ folder, manifest }, type) {
  if (manifest.events[type] === undefined) return [];
  return FIXTURES.map((name) => fixturePath(type, name)).map((path) => ({
    path,
    data: readJson(join(folder, path)),
  }));
}

/**
 * Whether every frozen file is still the one that was released.
 * @param {Workspace} workspace
 * @returns {string[]} sentences
 */
export function tamperings(workspace) {
  return releasesIn(workspace).flatMap(({ number, folder, manifest }, index, all) => {
    const name = `libs/contracts/releases/${number}`;
    const listed = Object.values(manifest.events).flatMap(({ files }) => Object.entries(files));
    const known = new Set(['manifest.json', ...listed.map(([path]) => path)]);
    const before = all[index - 1];
    const expected = before === undefined ? null : hashOf(textOf(join(before.folder, 'manifest.json')) ?? '');
    return [
      ...(number === index + 1 && manifest.release === number
        ? []
        : [
            `${name} is not release ${index + 1}: releases are numbered 1, 2, 3, … without a gap; restore what is missing.`,
          ]),
      ...(manifest.previous === expected
        ? []
        : [
            `${name}/manifest.json does not follow from release ${number - 1}: an older manifest was changed; restore it.`,
          ]),
      ...listed
        .filter(([path, hash]) => hashOf(textOf(join(folder, path)) ?? '') !== hash)
        .map(
          ([path]) =>
            `${name}/${path} is not what release ${number} froze: restore it, as what was released never changes.`,
        ),
      ...filesBelow(folder)
        .filter((path) => !known.has(path))
        .map(
          (path) =>
            `${name}/${path} is not in the release's manifest: remove it, as what was released never changes.`,
        ),
    ];
  });
}

/**
 * Freezes the committed schemas and fixtures as the next release.
 * @param {import('./load.mjs').Contracts} contracts
 * @param {Workspace} workspace
 * @returns {number | undefined} its number; undefined when nothing changed since the last one
 */
export function freeze({ entries }, workspace) {
  const last = releasesIn(workspace).at(-1);
  const number = (last?.number ?? 0) + 1;
  /** @type {Map<string, string>} */
  const texts = new Map();
  /** @type {Manifest['events']} */
  const events = {};
  for (const { event, status } of entries) {
    const files = new Map([
      [schemaPath(event.type), join(workspace.schemas, `${pathOf(event.type)}.json`)],
      ...FIXTURES.map(
        (name) =>
          /** @type {[string, string]} */ ([
            fixturePath(event.type, name),
            join(workspace.fixtures, pathOf(event.type), `${name}.json`),
          ]),
      ),
    ]);
    /** @type {Record<string, string>} */
    const hashes = {};
    for (const [path, source] of files) {
      const text = readFileSync(source, 'utf8');
      texts.set(path, text);
      hashes[path] = hashOf(text);
    }
    events[event.type] = {
      status: plainStatus(status),
      files: hashes,
    };
  }
  if (JSON.stringify(events) === JSON.stringify(last?.manifest.events)) return undefined;
  const previous =
    last === undefined ? null : hashOf(readFileSync(join(last.folder, 'manifest.json'), 'utf8'));
  const manifest = { release: number, previous, events };
  texts.set('manifest.json', `${JSON.stringify(manifest, null, 2)}\n`);
  for (const [path, text] of texts) {
    const file = join(workspace.releases, String(number), path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  return number;
}

/** @param {string} type */
function schemaPath(type) {
  return `schemas/${pathOf(type)}.json`;
}

/**
 * @param {string} type
 * @param {string} name
 */
function fixturePath(type, name) {
  return `fixtures/${pathOf(type)}/${name}.json`;
}

/** @param {string} text */
function hashOf(text) {
  return createHash('sha256').update(text).digest('hex');
}
