import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { ROOT } from '../../../infra/dev/paths.mjs';

const SCHEMAS = join(ROOT, 'libs/contracts/schemas');

/**
 * What the JSON Schema of a type has to say against a payload: nothing when it is valid.
 *
 * @param folder today's schemas, or those of a release
 */
export function validatorOf(folder: string, type: string): (data: unknown) => string[] {
  const [, context = '', ...name] = type.split('.');
  const schema = JSON.parse(readFileSync(join(folder, context, `${name.join('.')}.json`), 'utf8')) as object;
  const ajv = new Ajv2020({ allErrors: true, strict: false });
  addFormats.default(ajv);
  const validate = ajv.compile(schema);
  return (data) => {
    // As it is on the wire: a class's instance has fields that are there and undefined.
    if (validate(JSON.parse(JSON.stringify(data)))) return [];
    return (validate.errors ?? []).map((error) => `${error.instancePath} ${String(error.message)}`);
  };
}

/** What today's schema of a type has to say against a payload. */
export function schemaErrors(type: string, data: unknown): string[] {
  return validatorOf(SCHEMAS, type)(data);
}
