/** Everything that is generated from the contract classes and committed, and whether it is as it should be. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { ROOT } from '../dev/paths.mjs';
import { asyncApiOf } from './asyncapi.mjs';
import { eventPagesOf } from './event-pages.mjs';
import { typesOf } from './types.mjs';
import { filesBelow, pathOf, readJson, textOf } from './workspace.mjs';
import { toYaml } from './yaml.mjs';

/** @typedef {import('./workspace.mjs').Workspace} Workspace */
/** @typedef {import('./load.mjs').Contracts} Contracts */

/** Folders that hold nothing but generated files. */
const GENERATED = ['libs/contracts/schemas', 'libs/contracts/types', 'docs/events'];

/**
 * @param {Contracts} contracts
 * @param {Workspace} workspace
 * @returns {Promise<Map<string, string>>} text by path below the root, in the project's own format
 */
export async function artefactsOf(contracts, workspace) {
  const { version } = /** @type {{ version: string }} */ (
    readJson(join(workspace.contracts, 'package.json'))
  );
  /** @type {[string, string][]} */
  const texts = [
    ...[...contracts.schemas].map(
      ([type, schema]) =>
        /** @type {[string, string]} */ ([
          `libs/contracts/schemas/${pathOf(type)}.json`,
          JSON.stringify(schema),
        ]),
    ),
    ['libs/contracts/asyncapi.yaml', toYaml(asyncApiOf(contracts, workspace, version))],
    ['libs/contracts/types/events.d.ts', await typesOf(contracts)],
    ...eventPagesOf(contracts, workspace).map(
      ([path, text]) => /** @type {[string, string]} */ ([`docs/events/${path}`, text]),
    ),
  ];
  const style = await resolveConfig(join(ROOT, 'package.json'));
  const formatted = texts.map(async ([path, text]) => {
    return /** @type {[string, string]} */ ([path, await format(text, { ...style, filepath: path })]);
  });
  return new Map(await Promise.all(formatted));
}

/**
 * @param {ReadonlyMap<string, string>} wanted as artefactsOf() gives it
 * @param {Workspace} workspace
 * @returns {{ different: string[], stale: string[] }} paths to write, and to remove
 */
export function differences(wanted, { root }) {
  const present = GENERATED.flatMap((folder) =>
    filesBelow(join(root, folder)).map((file) => `${folder}/${file}`),
  );
  return {
    different: [...wanted].filter(([path, text]) => textOf(join(root, path)) !== text).map(([path]) => path),
    stale: present.filter((path) => !wanted.has(path)),
  };
}

/**
 * @param {ReadonlyMap<string, string>} wanted
 * @param {Workspace} workspace
 */
export function writeArtefacts(wanted, workspace) {
  const { different, stale } = differences(wanted, workspace);
  for (const path of stale) rmSync(join(workspace.root, path));
  for (const path of different) {
    const file = join(workspace.root, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, wanted.get(path) ?? '');
  }
  return { written: different.length, removed: stale.length, total: wanted.size };
}
