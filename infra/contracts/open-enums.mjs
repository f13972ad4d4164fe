/** Enums that were declared open: the only ones that may grow within a major. */
import { resolved, within } from './keywords.mjs';

/** @typedef {import('./json-schema.mjs').JsonSchema} JsonSchema */
/** @typedef {import('./compatibility.mjs').Finding} Finding */

/**
 * What set inclusion does not see: an open enum only grows, stays open, and keeps its fallback.
 * @param {JsonSchema} released
 * @param {JsonSchema} current
 * @returns {Finding[]}
 */
export function openEnumFindings(released, current) {
  const now = new Map(fieldsOf(current, current));
  return fieldsOf(released, released).flatMap(([field, before]) => {
    const after = now.get(field);
    return after === undefined ? [] : changesOf(before, after).map((change) => ({ field, ...change }));
  });
}

/**
 * @param {JsonSchema} before
 * @param {JsonSchema} after
 * @returns {Omit<Finding, 'field'>[]}
 */
function changesOf(before, after) {
  const [was, is] = [before['x-open-enum'], after['x-open-enum']];
  if (was === undefined) {
    if (is === undefined || before['enum'] !== undefined || before['type'] !== 'string') return [];
    const problem = `released events hold any text, which new readers would take for ${is.fallback}`;
    return [{ rule: 'enum', problem, remedy: 'leave it a text' }];
  }
  if (is === undefined) {
    const problem = 'it was declared open, and its readers rely on a fallback for what they do not know';
    return [{ rule: 'closed-enum', problem, remedy: 'keep IsOpenEnum' }];
  }
  const found = [];
  const dropped = was.values.filter((/** @type {string} */ value) => !is.values.includes(value)).join(', ');
  if (dropped !== '') {
    const problem = `released events hold ${dropped}, which new readers would take for ${is.fallback}`;
    found.push({ rule: 'enum', problem, remedy: `keep ${dropped} in its list` });
  }
  if (was.fallback !== is.fallback) {
    const problem = `released readers fall back to ${was.fallback}, new ones would to ${is.fallback}`;
    found.push({ rule: 'fallback', problem, remedy: `keep ${was.fallback}` });
  }
  return found;
}

/**
 * Every field with its schema, however deep.
 * @param {JsonSchema} from
 * @param {JsonSchema} root
 * @param {string} [field]
 * @param {readonly string[]} [inside] references further up
 * @returns {[string, JsonSchema][]}
 */
function fieldsOf(from, root, field = '', inside = []) {
  const reference = from['$ref'];
  if (reference !== undefined && inside.includes(reference)) return [];
  const deeper = reference === undefined ? inside : [...inside, reference];
  const schema = resolved(from, root);
  return [
    [field, schema],
    ...Object.entries(schema['properties'] ?? {}).flatMap(([name, property]) =>
      fieldsOf(property, root, within(field, name), deeper),
    ),
    ...(schema['items'] === undefined ? [] : fieldsOf(schema['items'], root, `${field}[]`, deeper)),
  ];
}
