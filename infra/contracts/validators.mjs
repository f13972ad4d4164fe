/** The two validators that a payload meets: class-validator in our services, JSON Schema everywhere else. */
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { closed } from './keywords.mjs';

/** @typedef {import('./json-schema.mjs').JsonSchema} JsonSchema */
/** @typedef {(data: unknown) => string | undefined} Validator says what is wrong, or nothing */

/**
 * As a reader by the schema.
 * @param {JsonSchema} schema
 * @returns {Validator}
 */
export function bySchema(schema) {
  const { ajv, validate } = compiled(schema);
  return (data) => (validate(data) ? undefined : ajv.errorsText(validate.errors, { dataVar: 'data' }));
}

/**
 * The keywords that a payload breaks.
 * @param {JsonSchema} schema
 * @returns {(data: unknown) => string[]}
 */
export function brokenKeywords(schema) {
  const { validate } = compiled(schema);
  return (data) => (validate(data) ? [] : (validate.errors ?? []).map(({ keyword }) => keyword));
}

/** Compiling is most of the work, and most schemas are asked for again. @type {Map<string, ReturnType<typeof compile>>} */
const compilations = new Map();

/** @param {JsonSchema} schema */
function compiled(schema) {
  const key = JSON.stringify(schema);
  const known = compilations.get(key) ?? compile(schema);
  compilations.set(key, known);
  return known;
}

/** @param {JsonSchema} schema */
function compile(schema) {
  const ajv = new Ajv2020({ allErrors: true, strict: true });
  formats.default(ajv);
  ajv.addVocabulary(['x-open-enum']);
  return { ajv, validate: ajv.compile(schema) };
}

/**
 * As a writer by the schema: nothing but what it names, and listed values only.
 * @param {JsonSchema} schema
 * @returns {Validator}
 */
export function byClosedSchema(schema) {
  return bySchema(closed(schema));
}

/**
 * As the inbox of a service reads it: libs/eventing/src/inbox/handlers.ts, which the specs hold to the same fixtures.
 * @param {new () => object} contract
 * @returns {Validator}
 */
export function byClass(contract) {
  return (data) => {
    try {
      const errors = validateSync(plainToInstance(contract, data ?? {}), { forbidUnknownValues: true });
      return errors.length === 0 ? undefined : errors.map((error) => error.toString().trim()).join('; ');
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  };
}
