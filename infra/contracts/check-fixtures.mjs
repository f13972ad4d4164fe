/** Check 4: both validators say the same of every fixture, and released fixtures are read by today's classes. */
import { join } from 'node:path';
import { releasedFixtures, releasesIn } from './releases.mjs';
import { assertionsIn } from './keywords.mjs';
import { brokenKeywords, byClass, byClosedSchema, bySchema } from './validators.mjs';
import { filesBelow, pathOf, readJson } from './workspace.mjs';

/** @typedef {import('./json-schema.mjs').JsonSchema} JsonSchema */
/** @typedef {import('./workspace.mjs').Workspace} Workspace */

/**
 * @param {import('./load.mjs').Contracts} contracts
 * @param {Workspace} workspace
 * @returns {string[]} sentences
 */
export function fixtureViolations({ entries, schemas }, workspace) {
  const releases = releasesIn(workspace);
  return entries.flatMap(({ event }) => {
    const schema = schemas.get(event.type) ?? {};
    const readers = { 'JSON Schema': bySchema(schema), 'class-validator': byClass(event) };
    const writer = byClosedSchema(schema);
    return [
      ...ownFixtures(event.type, workspace).flatMap(({ path, name, data }) => {
        if (name.startsWith('invalid/')) {
          return Object.entries(readers)
            .filter(([, wrong]) => wrong(data) === undefined)
            .map(
              ([who]) =>
                `${path} is taken by ${who}: make it wrong for both validators, or add the constraint that it breaks.`,
            );
        }
        const complaints = Object.entries({ ...readers, 'the closed JSON Schema': writer })
          .map(([who, wrong]) => ({ who, what: wrong(data) }))
          .filter(({ what }) => what !== undefined)
          .map(({ who, what }) => `${path} is refused by ${who} (${what}): correct the fixture.`);
        return [...complaints, ...coverage(name, path, schema, data)];
      }),
      ...unbroken(event.type, schema, workspace),
      ...releases.flatMap((release) =>
        releasedFixtures(release, event.type).flatMap(({ path, data }) =>
          Object.entries(readers)
            .map(([who, wrong]) => ({ who, what: wrong(data) }))
            .filter(({ what }) => what !== undefined)
            .map(
              ({ who, what }) =>
                `${event.type}: ${path} of release ${release.number} is refused by today's ${who} (${what}): keep reading what was released.`,
            ),
        ),
      ),
    ];
  });
}

/**
 * @param {string} type
 * @param {Workspace} workspace
 * @returns {{ path: string, name: string, data: unknown }[]}
 */
export function ownFixtures(type, { fixtures }) {
  const folder = join(fixtures, pathOf(type));
  return filesBelow(folder).map((file) => ({
    path: `libs/contracts/fixtures/${pathOf(type)}/${file}`,
    name: file.replace(/\.json$/, ''),
    data: readJson(join(folder, file)),
  }));
}

/**
 * The minimal fixture has what is required and no more, the maximal one every field.
 * @param {string} name
 * @param {string} path
 * @param {JsonSchema} schema
 * @param {unknown} data
 */
function coverage(name, path, schema, data) {
  const all = Object.keys(schema['properties']);
  const wanted = name === 'minimal' ? (schema['required'] ?? []) : all;
  const present = Object.keys(/** @type {object} */ (data ?? {}));
  const missing = all.filter((field) => wanted.includes(field) && !present.includes(field));
  const extra = present.filter((field) => !wanted.includes(field));
  return [
    ...missing.map(
      (field) => `${path} lacks "${field}": the ${name} fixture shows every field of its kind, so add it.`,
    ),
    ...extra.map(
      (field) => `${path} has "${field}", which is not required: take it out of the minimal fixture.`,
    ),
  ];
}

/**
 * Constraints that no refused payload breaks: nobody saw them hold.
 * @param {string} type
 * @param {JsonSchema} schema
 * @param {Workspace} workspace
 */
function unbroken(type, schema, workspace) {
  const broken = brokenKeywords(schema);
  const seen = new Set(
    ownFixtures(type, workspace)
      .filter(({ name }) => name.startsWith('invalid/'))
      .flatMap(({ data }) => broken(data)),
  );
  return [...assertionsIn(schema)]
    .filter((keyword) => !seen.has(keyword))
    .map(
      (keyword) =>
        `${type}: no refused payload breaks its ${keyword}: add one to libs/contracts/fixtures/${pathOf(type)}/invalid.`,
    );
}
