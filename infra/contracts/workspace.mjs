/** Where the contracts and what belongs to them lie below a checkout, or below a scratch copy of one. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { ROOT } from '../dev/paths.mjs';

/**
 * @typedef {object} Workspace
 * @property {string} root
 * @property {string} contracts folder of the package
 * @property {string} sources the classes
 * @property {string} fixtures
 * @property {string} schemas
 * @property {string} releases
 * @property {string} services
 * @property {string} nats the generated topology
 */

/**
 * @param {string} [root]
 * @returns {Workspace}
 */
export function workspaceAt(root = ROOT) {
  const contracts = join(root, 'libs', 'contracts');
  return {
    root,
    contracts,
    sources: join(contracts, 'src'),
    fixtures: join(contracts, 'fixtures'),
    schemas: join(contracts, 'schemas'),
    releases: join(contracts, 'releases'),
    services: join(root, 'services'),
    nats: join(root, 'infra', 'nats'),
  };
}

/**
 * `events.cards.collection-created.v1` → `cards/collection-created.v1`, where everything of an event lies.
 * @param {string} type
 */
export function pathOf(type) {
  const [, context, ...name] = type.split('.');
  return `${context}/${name.join('.')}`;
}

/**
 * Every file below a folder as a path relative to it with `/`, sorted; none when there is no such folder.
 * @param {string} folder
 * @returns {string[]}
 */
export function filesBelow(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .sort();
}

/**
 * @param {string} file
 * @returns {string | undefined} undefined when there is no such file
 */
export function textOf(file) {
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}

/**
 * @param {string} file
 * @returns {unknown}
 * @throws SyntaxError naming the file
 */
export function readJson(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new SyntaxError(`${file} can not be read as JSON`, { cause: error });
  }
}
