/** TypeScript types for those who read the events without our classes: one file, one union of all messages. */
import { compile } from 'json-schema-to-typescript';
import { componentsOf } from './asyncapi.mjs';

/** @typedef {import('./json-schema.mjs').JsonSchema} JsonSchema */

const BANNER = `/**
 * The integration events as they come over the wire. \`IntegrationEvent\` is all of them, told apart by \`type\`.
 *
 * Generated from the classes in libs/contracts by \`npm run contracts:generate\`.
 */`;

/**
 * @param {import('./load.mjs').Contracts} contracts
 * @returns {Promise<string>}
 */
export async function typesOf({ entries, schemas }) {
  const pool = componentsOf(entries, schemas);
  const root = {
    title: 'IntegrationEvent',
    description: 'Every event, told apart by its type.',
    oneOf: entries.map(({ event }) => ({ $ref: `#/components/schemas/${event.name}Message` })),
    components: {
      schemas: Object.fromEntries(
        Object.entries(pool).map(([name, schema]) => [name, { title: name, ...typed(schema) }]),
      ),
    },
  };
  return compile(/** @type {import('json-schema-to-typescript').JSONSchema} */ (root), 'IntegrationEvent', {
    additionalProperties: false,
    bannerComment: BANNER,
    format: false,
  });
}

/**
 * Open enums list what is known and let the rest through, as their readers do.
 * @param {JsonSchema} schema
 * @returns {JsonSchema}
 */
function typed(schema) {
  if (Array.isArray(schema)) return schema.map(typed);
  if (typeof schema !== 'object') return schema;
  const open = schema['x-open-enum'];
  // What a field says of the object in it would become the docstring of that object's type, for every field.
  if ('$ref' in schema) return { $ref: schema['$ref'] };
  const entries = Object.entries(schema).map(([key, value]) => [key, typed(value)]);
  if (open === undefined) return Object.fromEntries(entries);
  const known = open.values.map((/** @type {string} */ value) => JSON.stringify(value)).join(' | ');
  return { ...Object.fromEntries(entries), tsType: `${known} | (string & {})` };
}
