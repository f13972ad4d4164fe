/** The event catalogue in docs/events: an index, and a page for each version of each event. */
import { join } from 'node:path';
import { pathOf, readJson } from './workspace.mjs';

/** @typedef {import('./json-schema.mjs').JsonSchema} JsonSchema */
/** @typedef {import('./load.mjs').Contracts} Contracts */
/** @typedef {import('./load.mjs').CatalogueEntry} CatalogueEntry */

const GENERATED = '<!-- Generated from libs/contracts by `npm run contracts:generate`. -->';

/**
 * @param {Contracts} contracts
 * @param {import('./workspace.mjs').Workspace} workspace
 * @returns {[string, string][]} paths below docs/events, with their text
 */
export function eventPagesOf(contracts, workspace) {
  return [
    ['README.md', indexOf(contracts.entries)],
    ...contracts.entries.map(
      (entry) =>
        /** @type {[string, string]} */ ([
          `${pathOf(entry.event.type)}.md`,
          pageOf(entry, contracts, workspace),
        ]),
    ),
  ];
}

/** @param {readonly CatalogueEntry[]} entries */
function indexOf(entries) {
  const rows = entries.map(({ event, description, owner, consumers, status }) => [
    `[\`${event.type}\`](${pathOf(event.type)}.md)`,
    description,
    owner,
    consumersIn(consumers),
    statusIn(status),
  ]);
  return page(
    '# The integration events',
    'What the services promise each other. Each comes inside [the envelope](../envelope.md); how one may change is in [docs/contracts.md](../contracts.md). The whole as AsyncAPI: `libs/contracts/asyncapi.yaml`.',
    table(['event', 'says', 'published by', 'consumers', 'status'], rows),
  );
}

/**
 * @param {CatalogueEntry} entry
 * @param {Contracts} contracts
 * @param {import('./workspace.mjs').Workspace} workspace
 */
function pageOf({ event, owner, consumers, status }, contracts, workspace) {
  const path = pathOf(event.type);
  const schema = contracts.schemas.get(event.type) ?? {};
  const maximal = readJson(join(workspace.fixtures, path, 'maximal.json'));
  const nested = Object.entries(/** @type {Record<string, JsonSchema>} */ (schema['$defs'] ?? {}));
  return page(
    `# ${event.type}`,
    schema['description'] ?? '',
    table(
      ['', ''],
      [
        ['published by', owner],
        ['consumers', consumersIn(consumers)],
        ['status', statusIn(status)],
        ['versions', versionsOf(event.type, contracts)],
        ['class', `\`${event.name}\` in \`libs/contracts/src/${path}.ts\``],
        ['schema', `\`libs/contracts/schemas/${path}.json\``],
      ],
    ),
    '## Fields of `data`',
    fieldsOf(schema, maximal),
    ...nested.flatMap(([name, definition]) => [
      `## ${name}`,
      definition['description'] ?? '',
      fieldsOf(definition, exampleOf(name, schema, maximal)),
    ]),
    '## Example',
    `\`\`\`json\n${JSON.stringify(maximal, null, 2)}\n\`\`\``,
  );
}

/**
 * @param {JsonSchema} schema
 * @param {unknown} example
 */
function fieldsOf(schema, example) {
  const rows = Object.entries(/** @type {Record<string, JsonSchema>} */ (schema['properties'])).map(
    ([name, property]) => [
      `\`${name}\``,
      kindIn(property),
      schema['required']?.includes(name) ? 'always' : 'optional',
      property['description'] ?? '',
      inCell(/** @type {any} */ (example)?.[name]),
    ],
  );
  return table(['field', 'is', 'there', 'meaning', 'example'], rows);
}

/**
 * The part of an example that a nested class describes.
 * @param {string} name of the class
 * @param {JsonSchema} schema
 * @param {unknown} example
 */
function exampleOf(name, schema, example) {
  const holder = Object.entries(/** @type {Record<string, JsonSchema>} */ (schema['properties'])).find(
    ([, property]) => (property['items'] ?? property)['$ref'] === `#/$defs/${name}`,
  );
  const value = holder && /** @type {any} */ (example)?.[holder[0]];
  return Array.isArray(value) ? value[0] : value;
}

/**
 * @param {JsonSchema} schema
 * @returns {string} kind and limits in words
 */
function kindIn(schema) {
  const reference = schema['$ref'];
  if (reference !== undefined)
    return `[${reference.split('/').at(-1)}](#${reference.split('/').at(-1).toLowerCase()})`;
  if (schema['type'] === 'array')
    return `list of ${kindIn(schema['items'])}${limits(schema, 'Items', ' items')}`;
  const open = schema['x-open-enum'];
  if (open) return `${listed(open.values)}, or one to come (read as \`${open.fallback}\`)`;
  if (schema['enum']) return listed(schema['enum']);
  if (schema['format'] === 'uuid') return 'UUID';
  if (schema['format'] === 'date-time') return 'instant, UTC';
  if (schema['type'] === 'integer') return `integer${between(schema['minimum'], schema['maximum'], '')}`;
  const shape =
    schema['pattern'] === undefined ? '' : `, matching \`${schema['pattern'].replaceAll('|', '\\|')}\``;
  return `${schema['type']}${limits(schema, 'Length', ' characters')}${shape}`;
}

/**
 * @param {JsonSchema} schema
 * @param {string} of
 * @param {string} unit
 */
function limits(schema, of, unit) {
  return between(schema[`min${of}`], schema[`max${of}`], unit);
}

/**
 * @param {number | undefined} least
 * @param {number | undefined} most
 * @param {string} unit
 */
function between(least, most, unit) {
  if (least === undefined && most === undefined) return '';
  if (most === undefined) return `, at least ${String(least)}${unit}`;
  return least === undefined
    ? `, at most ${String(most)}${unit}`
    : `, ${String(least)} to ${String(most)}${unit}`;
}

/** @param {readonly string[]} values */
function listed(values) {
  return values.map((value) => `\`${value}\``).join(', ');
}

/** @param {CatalogueEntry['consumers']} consumers */
function consumersIn(consumers) {
  const words = Object.entries(consumers).map(([name, role]) =>
    role === 'planned' ? `${name} (planned)` : name,
  );
  return words.length === 0 ? 'none yet' : words.join(', ');
}

/** @param {CatalogueEntry['status']} status */
function statusIn(status) {
  if (status.state === 'announced') return 'announced: not published yet';
  if (status.state === 'active') return 'active';
  if (status.state === 'retired') return `retired for \`${status.by.type}\`: read, but no longer published`;
  return `superseded by \`${status.by.type}\`, published beside it until release ${String(status.untilRelease)}`;
}

/**
 * @param {string} type
 * @param {Contracts} contracts
 */
function versionsOf(type, { entries }) {
  const name = type.replace(/\.v\d+$/, '');
  return entries
    .map(({ event }) => event.type)
    .filter((other) => other.replace(/\.v\d+$/, '') === name)
    .map((other) =>
      other === type
        ? `**${other.split('.').at(-1) ?? ''}**`
        : `[${other.split('.').at(-1) ?? ''}](${other.split('.').slice(2).join('.')}.md)`,
    )
    .join(', ');
}

/** @param {unknown} value */
function inCell(value) {
  if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') return '';
  return `\`${String(value).replaceAll('|', '\\|')}\``;
}

/**
 * @param {readonly string[]} head
 * @param {readonly (readonly string[])[]} rows
 */
function table(head, rows) {
  const line = (/** @type {readonly string[]} */ cells) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

/** @param {readonly string[]} parts */
function page(...parts) {
  return `${[GENERATED, ...parts].filter((part) => part !== '').join('\n\n')}\n`;
}
