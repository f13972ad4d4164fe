/** Loads the contract classes of a workspace from their sources, whether or not anything was built. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { transformSync } from '@swc/core';
import { DATA, ROOT } from '../dev/paths.mjs';
import { docstringsIn } from './docstrings.mjs';
import { schemaOf } from './json-schema.mjs';
import { filesBelow } from './workspace.mjs';

/** @typedef {import('./json-schema.mjs').JsonSchema} JsonSchema */
/** @typedef {import('./docstrings.mjs').Docstrings} Docstrings */
/** @typedef {import('../../libs/contracts/src/index.js').CatalogueEntry} CatalogueEntry */

/**
 * @typedef {object} Contracts
 * @property {readonly CatalogueEntry[]} entries
 * @property {ReadonlyMap<string, CatalogueEntry>} byType
 * @property {ReadonlyMap<string, JsonSchema>} schemas by type; what a reader takes
 * @property {Docstrings} docstrings of the classes
 * @property {string[]} eventClasses names of the classes that the sources declare with a `type`, in the catalogue or not
 */

let loaded = 0;

/**
 * @param {import('./workspace.mjs').Workspace} workspace
 * @returns {Promise<Contracts>}
 * @throws UnknownConstraintError when a class says what the schema can not
 */
export async function loadContracts(workspace) {
  const files = filesBelow(workspace.sources).filter((file) => /(?<!\.spec)\.ts$/.test(file));
  const sources = files.map((file) => ({ file, text: readFileSync(join(workspace.sources, file), 'utf8') }));
  const { CATALOGUE_ENTRIES: entries, isPresent } = await compiled(sources);
  const docstrings = docstringsIn(sources);
  return {
    entries,
    byType: new Map(entries.map((entry) => [entry.event.type, entry])),
    schemas: new Map(
      entries.map(({ event }) => [event.type, schemaOf(event, { isOptional: isPresent, docstrings })]),
    ),
    docstrings,
    eventClasses: sources.flatMap(({ text }) =>
      [...text.matchAll(/export class (\w+) \{\n {2}static readonly type =/g)].map((match) =>
        String(match[1]),
      ),
    ),
  };
}

/**
 * @param {readonly { file: string, text: string }[]} sources
 * @returns {Promise<{ CATALOGUE_ENTRIES: readonly CatalogueEntry[], isPresent: Function }>}
 */
async function compiled(sources) {
  const options = JSON.parse(readFileSync(join(ROOT, '.swcrc'), 'utf8'));
  // Inside the checkout, so that its packages are found.
  const folder = join(DATA, 'contracts', `compiled-${process.pid}-${loaded++}-${Date.now()}`);
  try {
    for (const { file, text } of sources) {
      const out = join(folder, file.replace(/\.ts$/, '.js'));
      mkdirSync(dirname(out), { recursive: true });
      const { code } = transformSync(text, { ...options, sourceMaps: false, filename: file, swcrc: false });
      writeFileSync(out, code);
    }
    const [index, constraints] = await Promise.all([
      import(pathToFileURL(join(folder, 'index.js')).href),
      import(pathToFileURL(join(folder, 'constraints.js')).href),
    ]);
    return { CATALOGUE_ENTRIES: index.CATALOGUE_ENTRIES, isPresent: constraints.isPresent };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
