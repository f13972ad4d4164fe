import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { ROOT } from '../../../infra/dev/paths.mjs';

const SCHEMAS = join(ROOT, 'libs/contracts/schemas');

/** Where the generated schema of a type lies. */
function schemaFile(type: string): string {
  const [, context = '', ...name] = type.split('.');
  return join(SCHEMAS, context, `${name.join('.')}.json`);
}

/** What the committed JSON Schema of a type has to say against a payload. */
export function schemaErrors(type: string, data: unknown): string[] {
  // Nothing is generated yet: the class alone says what is valid.
  if (!existsSync(SCHEMAS)) return [];
  const file = schemaFile(type);
  if (!existsSync(file)) return [`${type} has no schema: ${file}`];
  const ajv = new Ajv2020({ allErrors: true, strict: false });
  addFormats.default(ajv);
  const validate = ajv.compile(JSON.parse(readFileSync(file, 'utf8')) as object);
  if (validate(data)) return [];
  return (validate.errors ?? []).map((error) => `${error.instancePath} ${String(error.message)}`);
}
