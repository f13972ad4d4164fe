/** Check 1: every published version has all that belongs to it, and nothing is left that belongs to none. */
import { join } from 'node:path';
import { filesBelow, pathOf } from './workspace.mjs';

/** @typedef {import('./workspace.mjs').Workspace} Workspace */
/** @typedef {import('./load.mjs').Contracts} Contracts */
/** @typedef {import('./load.mjs').CatalogueEntry} CatalogueEntry */

const TYPE = /^events\.([a-z]+)\.([a-z0-9]+(?:-[a-z0-9]+)*)\.v([1-9]\d*)$/;

/**
 * @param {Contracts} contracts
 * @param {Workspace} workspace
 * @returns {string[]} sentences
 */
export function catalogueViolations(contracts, workspace) {
  return [
    ...classesWithoutEntry(contracts),
    ...contracts.entries.flatMap((entry) => [
      ...nameViolations(entry, workspace),
      ...documentationViolations(entry, contracts),
      ...fixtureFileViolations(entry, workspace),
      ...statusViolations(entry, contracts),
    ]),
    ...orphanedFixtures(contracts, workspace),
  ];
}

/** @param {Contracts} contracts */
function classesWithoutEntry({ entries, byType, eventClasses }) {
  const named = new Set(entries.map(({ event }) => event.name));
  return [
    ...eventClasses
      .filter((name) => !named.has(name))
      .map(
        (name) =>
          `${name} is an event's class but not in the catalogue: add it to libs/contracts/src/catalogue.ts.`,
      ),
    ...(byType.size === entries.length
      ? []
      : ['The catalogue has a type twice: give each (type, major) one entry.']),
  ];
}

/**
 * @param {CatalogueEntry} entry
 * @param {Workspace} workspace
 */
function nameViolations({ event, owner, description }, { sources }) {
  const [, context, name, major] = TYPE.exec(event.type) ?? [];
  if (context === undefined || name === undefined || major === undefined) {
    return [`${event.type} is no type: call it events.<context>.<event-name>.v<major>.`];
  }
  const className = `${name.replace(/(^|-)([a-z0-9])/g, (_, __, letter) => letter.toUpperCase())}V${major}`;
  const file = `${pathOf(event.type)}.ts`;
  return [
    ...(context === owner
      ? []
      : [
          `${event.type} lies under "${context}" but ${owner} owns it: a service publishes under its own name only, so name it events.${owner}.${name}.v${major}.`,
        ]),
    ...(className === event.name ? [] : [`${event.type} has the class ${event.name}: call it ${className}.`]),
    ...(filesBelow(sources).includes(file)
      ? []
      : [`${event.type} has no file of its own: put ${event.name} into libs/contracts/src/${file}.`]),
    ...(description.trim() === ''
      ? [`${event.type} has no description in the catalogue: say in a sentence what happened.`]
      : []),
  ];
}

/**
 * @param {CatalogueEntry} entry
 * @param {Contracts} contracts
 */
function documentationViolations({ event }, { schemas, docstrings }) {
  const schema = schemas.get(event.type) ?? {};
  const classes = [event.name, ...Object.keys(schema['$defs'] ?? {})];
  const missing = classes.flatMap((name) => {
    const docstring = docstrings.get(name);
    const undocumented = [...(docstring?.fields ?? [])]
      .filter(([, text]) => text === '')
      .map(([field]) => `${name}.${field}`);
    return (docstring?.text ?? '') === '' ? [name, ...undocumented] : undocumented;
  });
  const saysWhen = /\n\nRaised /.test(docstrings.get(event.name)?.text ?? '');
  return [
    ...missing.map(
      (what) => `${event.type}: ${what} has no docstring, and so the catalogue has none: say what it means.`,
    ),
    ...(saysWhen
      ? []
      : [
          `${event.type}: the docstring of ${event.name} has no paragraph "Raised …": say when it is raised.`,
        ]),
  ];
}

/**
 * @param {CatalogueEntry} entry
 * @param {Workspace} workspace
 */
function fixtureFileViolations({ event }, { fixtures }) {
  const files = filesBelow(join(fixtures, pathOf(event.type)));
  const where = `libs/contracts/fixtures/${pathOf(event.type)}`;
  return [
    ...['minimal.json', 'maximal.json']
      .filter((file) => !files.includes(file))
      .map((file) => `${event.type} has no fixture ${file}: add ${where}/${file}.`),
    ...(files.some((file) => file.startsWith('invalid/'))
      ? []
      : [`${event.type} has no refused payload: add ${where}/invalid/<what-is-wrong>.json.`]),
  ];
}

/**
 * @param {Contracts} contracts
 * @param {Workspace} workspace
 */
function orphanedFixtures({ entries }, { fixtures }) {
  const known = new Set(entries.map(({ event }) => pathOf(event.type)));
  return filesBelow(fixtures)
    .filter((file) => {
      const [, folder, name] = /^([^/]+\/[^/]+)\/(.*)$/.exec(file) ?? [];
      return !known.has(folder ?? '') || !/^(minimal|maximal|invalid\/[a-z0-9-]+)\.json$/.test(name ?? '');
    })
    .map(
      (file) =>
        `libs/contracts/fixtures/${file} belongs to no event of the catalogue: remove it, or put the event back.`,
    );
}

/**
 * @param {CatalogueEntry} entry
 * @param {Contracts} contracts
 */
function statusViolations({ event, status }, { entries, byType }) {
  const next = entries.filter(
    (other) =>
      nameOf(other.event.type) === nameOf(event.type) && majorOf(other.event.type) > majorOf(event.type),
  );
  if (!('by' in status)) {
    return next.map(
      (other) =>
        `${event.type} has the successor ${other.event.type} but is marked ${status.state}: mark it superseded, by what and until which release.`,
    );
  }
  const { by } = status;
  const follows =
    byType.has(by.type) && nameOf(by.type) === nameOf(event.type) && majorOf(by.type) > majorOf(event.type);
  return follows
    ? []
    : [
        `${event.type} is ${status.state} for ${by.type}, which is no later version of it in the catalogue: name the successor.`,
      ];
}

/** @param {string} type */
function nameOf(type) {
  return type.replace(/\.v\d+$/, '');
}

/** @param {string} type */
function majorOf(type) {
  return Number(/\.v(\d+)$/.exec(type)?.[1]);
}
