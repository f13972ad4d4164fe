/**
 * JSON Schema (2020-12) of a contract class, from what its decorators told class-validator and class-transformer.
 *
 * The schema is the reader's: open, so a field that it does not know is let through. It fails closed: a decorator,
 * an option or a combination that is not in the tables below is refused, never left out.
 */
import { defaultMetadataStorage as transformer } from 'class-transformer/cjs/storage.js';
import { TransformationType } from 'class-transformer';
import { getMetadataStorage } from 'class-validator';

/** @typedef {{ [keyword: string]: any }} JsonSchema */
/**
 * What class-validator keeps of one decorator.
 * @typedef {{ type: string, name?: string | undefined, target: Function | string, propertyName: string,
 *   constraints?: any, each: boolean, groups?: string[], validateIf?: unknown }} Rule
 */
/** @typedef {(new () => object) & { type?: string }} ContractClass */
/**
 * @typedef {object} Context
 * @property {Function} isOptional the condition that Optional() registers
 * @property {import('./docstrings.mjs').Docstrings} docstrings
 */

const DIALECT = 'https://json-schema.org/draft/2020-12/schema';

/** As class-validator checks them; `format` alone means different things to different validators. */
const UUID =
  '^([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[1-8][0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}|0{8}-(0{4}-){3}0{12}|[fF]{8}-([fF]{4}-){3}[fF]{12})$';
const INSTANT = '^\\d{4}-\\d{2}-\\d{2}T([01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(\\.\\d{1,9})?Z$';

/** A class says what its schema can not. */
export class UnknownConstraintError extends Error {
  /** @override */
  name = 'UnknownConstraintError';
  code = 'unknown-constraint';
}

/** Constraints that say what kind of value a field has. @type {Record<string, (rule: Rule) => JsonSchema>} */
const KINDS = {
  isString: () => ({ type: 'string' }),
  isBoolean: () => ({ type: 'boolean' }),
  isInt: () => ({ type: 'integer' }),
  isArray: () => ({ type: 'array' }),
  isObject: () => ({}),
  isInstant: () => ({ type: 'string', format: 'date-time', pattern: INSTANT }),
  isIn: (rule) => ({ type: 'string', enum: strings(rule, rule.constraints[0]) }),
  isOpenEnum: (rule) => ({
    type: 'string',
    'x-open-enum': { values: strings(rule, rule.constraints[0]), fallback: rule.constraints[1] },
  }),
  isUuid: (rule) => {
    if ((rule.constraints?.[0] ?? 'all') !== 'all') refuse(rule, 'IsUUID of one version', 'take IsUUID()');
    return { type: 'string', format: 'uuid', pattern: UUID };
  },
};

/** Constraints that narrow a value of the kind. @type {Record<string, { of: string, to: (rule: Rule) => JsonSchema }>} */
const LIMITS = {
  isLength: {
    of: 'string',
    to: ({ constraints: [min, max] }) => ({ minLength: min, ...defined('maxLength', max) }),
  },
  minLength: { of: 'string', to: ({ constraints: [min] }) => ({ minLength: min }) },
  maxLength: { of: 'string', to: ({ constraints: [max] }) => ({ maxLength: max }) },
  matches: { of: 'string', to: (rule) => ({ pattern: pattern(rule) }) },
  min: { of: 'integer', to: ({ constraints: [min] }) => ({ minimum: min }) },
  max: { of: 'integer', to: ({ constraints: [max] }) => ({ maximum: max }) },
  arrayMinSize: { of: 'array', to: ({ constraints: [min] }) => ({ minItems: min }) },
  arrayMaxSize: { of: 'array', to: ({ constraints: [max] }) => ({ maxItems: max }) },
};

/**
 * @param {ContractClass} contract
 * @param {Context} context
 * @returns {JsonSchema}
 * @throws UnknownConstraintError
 */
export function schemaOf(contract, context) {
  /** @type {Map<ContractClass, JsonSchema>} */
  const nested = new Map();
  const body = objectOf(contract, context, nested);
  const $defs = Object.fromEntries([...nested].map(([{ name }, schema]) => [name, schema]));
  if (Object.keys($defs).length !== nested.size) {
    throw new UnknownConstraintError(`${contract.name} holds two classes of one name: rename one`);
  }
  return {
    $schema: DIALECT,
    $id: `urn:commonplace:schema:${contract.type}`,
    title: contract.name,
    ...body,
    ...(nested.size > 0 ? { $defs } : {}),
  };
}

/**
 * @param {ContractClass} contract
 * @param {Context} context
 * @param {Map<ContractClass, JsonSchema>} nested filled with the classes that it holds
 * @returns {JsonSchema}
 */
function objectOf(contract, context, nested) {
  const renamed = [
    transformer.getStrategy(contract) === 'none' ? [] : [contract.name],
    transformer.getExposedProperties(contract, TransformationType.PLAIN_TO_CLASS),
    transformer.getExcludedProperties(contract, TransformationType.PLAIN_TO_CLASS),
  ].flat();
  if (renamed.length > 0) {
    throw new UnknownConstraintError(
      `${contract.name} renames or hides fields by Expose or Exclude: write them as they are published`,
    );
  }
  const rules = getMetadataStorage().getTargetValidationMetadatas(contract, '', true, false);
  const fields = Map.groupBy(rules, (rule) => rule.propertyName);
  const docstring = context.docstrings.get(contract.name);
  for (const name of docstring?.fields.keys() ?? []) {
    if (!fields.has(name)) {
      throw new UnknownConstraintError(
        `${contract.name}.${name} has no decorator, so anything may be in it: say what it is`,
      );
    }
  }
  /** @type {Record<string, JsonSchema>} */
  const properties = {};
  const required = [];
  for (const [name, ofField] of fields) {
    const [conditions, constraints] = split(ofField, (rule) => rule.type === 'conditionalValidation');
    for (const rule of conditions) {
      if (rule.constraints[0] !== context.isOptional) {
        refuse(
          rule,
          'IsOptional or ValidateIf',
          'take Optional(), which lets a field be missing but not null',
        );
      }
    }
    const transforms = transformer.findTransformMetadatas(
      contract,
      name,
      TransformationType.PLAIN_TO_CLASS,
    ).length;
    const openEnums = constraints.filter((rule) => rule.name === 'isOpenEnum').length;
    const first = /** @type {Rule} */ (ofField[0]);
    if (transforms !== openEnums) refuse(first, 'a Transform of its own', 'publish the field as it is');
    properties[name] = {
      ...defined('description', docstring?.fields.get(name)),
      ...fieldOf(contract, constraints, context, nested),
    };
    if (conditions.length === 0) required.push(name);
  }
  return {
    ...defined('description', docstring?.text),
    type: 'object',
    properties,
    ...(required.length > 0 ? { required } : {}),
  };
}

/**
 * @param {ContractClass} contract
 * @param {readonly Rule[]} rules of one field
 * @param {Context} context
 * @param {Map<ContractClass, JsonSchema>} nested
 * @returns {JsonSchema}
 */
function fieldOf(contract, rules, context, nested) {
  for (const rule of rules) {
    if ((rule.groups?.length ?? 0) > 0 || rule.validateIf !== undefined) {
      refuse(rule, 'a validation group or condition', 'a published field has one meaning: leave it out');
    }
  }
  const [ofItems, own] = split(rules, (rule) => rule.each);
  const first = /** @type {Rule} */ (rules[0]);
  if (own.length === 0) refuse(first, '{ each: true } without IsArray', 'add IsArray()');
  const schema = valueOf(contract, own, context, nested);
  if (schema['type'] === 'array') {
    if (ofItems.length === 0)
      refuse(first, 'a list of anything', 'say what its items are, with { each: true }');
    return { ...schema, items: valueOf(contract, ofItems, context, nested) };
  }
  if (ofItems.length > 0) refuse(first, '{ each: true } without IsArray', 'add IsArray()');
  return schema;
}

/**
 * @param {ContractClass} contract
 * @param {readonly Rule[]} rules of one value
 * @param {Context} context
 * @param {Map<ContractClass, JsonSchema>} nested
 * @returns {JsonSchema}
 */
function valueOf(contract, rules, context, nested) {
  const [nesting, constraints] = split(rules, (rule) => rule.type === 'nestedValidation');
  const kinds = constraints.filter((rule) => KINDS[String(rule.name)] !== undefined);
  const first = /** @type {Rule} */ (rules[0]);
  const kind = kinds[0];
  if (kind === undefined || kinds.length > 1) {
    refuse(first, `${kinds.length} kinds of value`, 'say one of IsString, IsInt, IsBoolean, IsIn, IsUUID, …');
  }
  const isObject = kind.name === 'isObject';
  if (isObject !== (nesting.length === 1))
    refuse(first, 'ValidateNested or IsObject alone', 'take Nested(() => …)');
  /** @type {JsonSchema} */
  let schema = isObject
    ? reference(contract, kind, context, nested)
    : (KINDS[String(kind.name)]?.(kind) ?? {});
  for (const rule of constraints) {
    if (rule === kind) continue;
    const limit = LIMITS[String(rule.name)];
    if (limit === undefined) {
      refuse(
        rule,
        `the constraint "${rule.name ?? rule.type}"`,
        'teach infra/contracts/json-schema.mjs what it means',
      );
    }
    if (limit.of !== schema['type']) refuse(rule, `"${rule.name}" of no ${limit.of}`, `make it ${limit.of}`);
    const added = limit.to(rule);
    const twice = Object.keys(added).find((keyword) => keyword in schema);
    if (twice !== undefined) refuse(rule, `${twice} said twice`, 'say it once');
    schema = { ...schema, ...added };
  }
  return schema;
}

/**
 * @param {ContractClass} contract
 * @param {Rule} rule
 * @param {Context} context
 * @param {Map<ContractClass, JsonSchema>} nested
 */
function reference(contract, rule, context, nested) {
  const type = /** @type {{ typeFunction(): unknown } | undefined} */ (
    transformer.findTypeMetadata(contract, rule.propertyName)
  );
  const held = /** @type {ContractClass | undefined} */ (type?.typeFunction());
  if (held === undefined) return refuse(rule, 'a nested object without a class', 'take Nested(() => …)');
  if (!nested.has(held)) {
    // Before its fields, so that a class that holds itself ends.
    nested.set(held, {});
    nested.set(held, objectOf(held, context, nested));
  }
  return { $ref: `#/$defs/${held.name}` };
}

/**
 * @param {Rule} rule
 * @param {unknown} values
 * @returns {string[]}
 */
function strings(rule, values) {
  if (Array.isArray(values) && values.length > 0 && values.every((value) => typeof value === 'string')) {
    return [...values];
  }
  return refuse(rule, 'an enum of other things than strings', 'take strings');
}

/** @param {Rule} rule */
function pattern({ constraints: [expression, flags], ...rule }) {
  // JSON Schema reads every pattern with u; without it class-validator would mean something else.
  if (expression instanceof RegExp && expression.flags === 'u' && flags === undefined)
    return expression.source;
  return refuse(
    /** @type {Rule} */ (rule),
    'Matches with other flags than u',
    'JSON Schema reads patterns with u and has no others: write them out',
  );
}

/**
 * @param {Rule} rule
 * @param {string} what
 * @param {string} remedy
 * @returns {never}
 */
function refuse(rule, what, remedy) {
  const owner = typeof rule.target === 'function' ? rule.target.name : rule.target;
  throw new UnknownConstraintError(
    `${owner}.${rule.propertyName} has ${what}, for which there is no schema: ${remedy}`,
  );
}

/**
 * @param {string} name
 * @param {unknown} value
 * @returns {Record<string, unknown>}
 */
function defined(name, value) {
  return value === undefined || value === '' ? {} : { [name]: value };
}

/**
 * @template T
 * @param {readonly T[]} items
 * @param {(item: T) => boolean} belongs
 * @returns {[T[], T[]]}
 */
function split(items, belongs) {
  return [items.filter(belongs), items.filter((item) => !belongs(item))];
}
