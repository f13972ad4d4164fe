/** The JSON Schema keywords that the generator writes, and no others: what is not here no check may pass over. */

/** @typedef {import('./json-schema.mjs').JsonSchema} JsonSchema */
/** @typedef {import('./compatibility.mjs').Finding} Finding */

/** Say nothing of what is valid. */
const ANNOTATIONS = new Set(['$schema', '$id', 'title', 'description']);

/** Keywords with what their values may be. @type {Record<string, (value: unknown) => boolean>} */
const ASSERTIONS = {
  type: (value) => ['object', 'array', 'string', 'integer', 'number', 'boolean'].includes(String(value)),
  properties: isObject,
  required: isStrings,
  enum: isStrings,
  'x-open-enum': (value) =>
    isObject(value) && isStrings(value['values']) && typeof value['fallback'] === 'string',
  items: isObject,
  minLength: isNumber,
  maxLength: isNumber,
  pattern: isString,
  format: isString,
  minimum: isNumber,
  maximum: isNumber,
  minItems: isNumber,
  maxItems: isNumber,
};

/**
 * @param {JsonSchema} schema
 * @param {string} [field]
 * @returns {Finding[]}
 */
export function unknownKeywords(schema, field = '') {
  if (!isObject(schema)) return [unknown(field, JSON.stringify(schema))];
  const { $defs = {}, ...keywords } = schema;
  return [
    ...Object.values($defs).flatMap((definition) => unknownKeywords(definition, field)),
    ...own(keywords, field),
    ...Object.entries(isObject(schema['properties']) ? schema['properties'] : {}).flatMap(
      ([name, property]) => unknownKeywords(property, within(field, name)),
    ),
    ...(schema['items'] === undefined ? [] : unknownKeywords(schema['items'], `${field}[]`)),
  ];
}

/** Lead on to other schemas, or say nothing to a reader. */
const NEVER_BROKEN = new Set(['properties', 'items', '$ref', 'x-open-enum']);

/**
 * The keywords by which a reader may refuse a payload.
 * @param {JsonSchema} schema
 * @returns {Set<string>}
 */
export function assertionsIn(schema) {
  const { $defs = {}, properties = {}, items, ...keywords } = schema;
  const inner = [
    ...Object.values($defs),
    ...Object.values(properties),
    ...(items === undefined ? [] : [items]),
  ];
  return new Set([
    ...Object.keys(keywords).filter((keyword) => !ANNOTATIONS.has(keyword) && !NEVER_BROKEN.has(keyword)),
    ...inner.flatMap((one) => [...assertionsIn(one)]),
  ]);
}

/**
 * @param {JsonSchema} schema
 * @param {string} field
 */
function own(schema, field) {
  const assertions = Object.entries(schema).filter(([keyword]) => !ANNOTATIONS.has(keyword));
  if ('$ref' in schema) {
    const alone = assertions.length === 1 && /^#\/\$defs\/\w+$/.test(schema['$ref']);
    return alone ? [] : [unknown(field, '$ref')];
  }
  return assertions
    .filter(([keyword, value]) => ASSERTIONS[keyword]?.(value) !== true)
    .map(([keyword]) => unknown(field, keyword));
}

/**
 * @param {string} field
 * @param {string} keyword
 * @returns {Finding}
 */
function unknown(field, keyword) {
  return {
    field,
    rule: 'unknown-keyword',
    problem: `what a change of ${keyword} breaks is not known`,
    remedy: 'take a constraint that infra/contracts/keywords.mjs knows, or teach it this one',
  };
}

/**
 * The schema itself, or the definition that it refers to.
 * @param {JsonSchema} schema
 * @param {JsonSchema} root
 * @returns {JsonSchema}
 */
export function resolved(schema, root) {
  const reference = schema['$ref'];
  return reference === undefined ? schema : root['$defs'][reference.slice('#/$defs/'.length)];
}

/**
 * The values that a writer may write, where they are listed. An open enum is open to its readers alone.
 * @param {JsonSchema} schema
 * @returns {string[] | undefined}
 */
export function writes(schema) {
  return schema['enum'] ?? schema['x-open-enum']?.values;
}

/**
 * @param {string} field
 * @param {string} name
 */
export function within(field, name) {
  return field === '' ? name : `${field}.${name}`;
}

/**
 * The schema of those who write: closed, so nothing but what it names.
 * @param {JsonSchema} schema
 * @returns {JsonSchema}
 */
export function closed(schema) {
  if (Array.isArray(schema)) return schema;
  if (!isObject(schema)) return schema;
  const { 'x-open-enum': open, ...rest } = schema;
  return {
    ...Object.fromEntries(
      Object.entries(rest).map(([keyword, value]) => [
        keyword,
        HOLDS_SCHEMAS.has(keyword) ? closedAll(value) : value,
      ]),
    ),
    ...(rest['items'] === undefined ? {} : { items: closed(rest['items']) }),
    ...(isObject(open) ? { enum: open['values'] } : {}),
    ...(rest['type'] === 'object' ? { additionalProperties: false } : {}),
  };
}

const HOLDS_SCHEMAS = new Set(['properties', '$defs']);

/** @param {Record<string, JsonSchema>} schemas */
function closedAll(schemas) {
  return Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, closed(schema)]));
}

/**
 * @param {unknown} value
 * @returns {value is JsonSchema}
 */
function isObject(value) {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** @param {unknown} value */
function isString(value) {
  return typeof value === 'string';
}

/** @param {unknown} value */
function isNumber(value) {
  return typeof value === 'number';
}

/** @param {unknown} value */
function isStrings(value) {
  return Array.isArray(value) && value.every(isString);
}
