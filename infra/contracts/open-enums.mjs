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
  /** @type {Finding[]} */
  const found = [];
  const now = new Map(openEnums(current, current));
  for (const [field, before] of openEnums(released, released)) {
    const after = now.get(field);
    if (before === 'closed' || after === undefined) continue;
    if (after === 'closed') {
      const problem = 'it was declared open, and its readers rely on a fallback for what they do not know';
      found.push({ field, rule: 'closed-enum', problem, remedy: 'keep IsOpenEnum' });
      continue;
    }
    const dropped = before.values.filter((value) => !after.values.includes(value)).join(', ');
    if (dropped !== '') {
      const problem = `released events hold ${dropped}, which new readers would take for ${after.fallback}`;
      found.push({ field, rule: 'enum', problem, remedy: `keep ${dropped} in its list` });
    }
    if (before.fallback !== after.fallback) {
      const problem = `released readers fall back to ${before.fallback}, new ones would to ${after.fallback}`;
      found.push({ field, rule: 'fallback', problem, remedy: `keep ${before.fallback}` });
    }
  }
  return found;
}

/** @typedef {{ values: string[], fallback: string } | 'closed'} OpenEnum */

/**
 * Fields with an open enum, and as 'closed' every other one.
 * @param {JsonSchema} from
 * @param {JsonSchema} root
 * @param {string} [field]
 * @param {readonly string[]} [inside] references further up
 * @returns {[string, OpenEnum][]}
 */
function openEnums(from, root, field = '', inside = []) {
  const reference = from['$ref'];
  if (reference !== undefined && inside.includes(reference)) return [];
  const deeper = reference === undefined ? inside : [...inside, reference];
  const schema = resolved(from, root);
  return [
    [field, schema['x-open-enum'] ?? 'closed'],
    ...Object.entries(schema['properties'] ?? {}).flatMap(([name, property]) =>
      openEnums(property, root, within(field, name), deeper),
    ),
    ...(schema['items'] === undefined ? [] : openEnums(schema['items'], root, `${field}[]`, deeper)),
  ];
}
