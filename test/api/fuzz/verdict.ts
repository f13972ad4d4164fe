import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import type { Document, Operation, Schema } from './operation.js';

export interface Answer {
  status: number;
  headers: Headers;
  body: string;
}

/** Refusals of a URL, a file or a repeated request as a whole: no field of it is at fault. */
const OF_THE_WHOLE: ReadonlySet<string> = new Set([
  'malformed-url',
  'idempotency-key-reused',
  'empty-import',
  'unreadable-import',
]);
/** The body itself is at fault: not JSON, or none that can be read. */
const OF_THE_BODY = /^The body /u;
const INTERNALS = /node_modules|\bat .+\.(?:ts|js):\d+|postgres|select .+ from/iu;

/** Holds answers to what the document says of them. */
export class Verdict {
  readonly #ajv: Ajv2020;
  readonly #validators = new Map<string, ValidateFunction>();

  constructor(document: Document) {
    this.#ajv = new Ajv2020({ strict: false, allErrors: true });
    addFormats.default(this.#ajv);
    const schemas = Object.entries(
      (document.components as { schemas?: Record<string, Schema> }).schemas ?? {},
    );
    const open = schemas.map(([name, schema]) => [name, parts(schema)]);
    this.#ajv.addSchema({ $id: 'api', components: { schemas: Object.fromEntries(open) as object } });
  }

  /** @returns sentences; none where all is as the document says */
  of(operation: Operation, { status, headers, body }: Answer): string[] {
    if (status >= 500) return [`${String(status)}: ${body}`];
    const said = operation.responses[String(status)];
    // Before there is a route: the request line is too long.
    if (status === 431) return [];
    if (said === undefined) return [`${String(status)} is not described: ${body}`];
    const wrong = Object.entries(said.headers ?? {})
      .filter(([name, { required }]) => required === true && headers.get(name) === null)
      .map(([name]) => `${String(status)} without ${name}`);
    if (INTERNALS.test(body) && status >= 400) wrong.push(`it tells of its inside: ${body}`);
    const type = headers.get('content-type')?.split(';')[0];
    if (said.content === undefined) {
      return body === '' ? wrong : [...wrong, `${String(status)} has a body: ${body}`];
    }
    if (type === undefined || said.content[type] === undefined)
      return [...wrong, `${String(status)} is of type ${String(type)}`];
    if (!type.endsWith('json') || type.includes('csl')) return wrong;
    const value = JSON.parse(body) as unknown;
    const validate = this.#validatorOf(operation, status, type);
    if (!validate(value)) wrong.push(`${this.#ajv.errorsText(validate.errors)}: ${body}`);
    if (status >= 400) wrong.push(...wrongWith(value as Problem, status));
    return wrong;
  }

  #validatorOf({ operationId, responses }: Operation, status: number, type: string): ValidateFunction {
    const key = `${operationId} ${String(status)} ${type}`;
    const known = this.#validators.get(key);
    if (known !== undefined) return known;
    const schema = closed(responses[String(status)]?.content?.[type]?.schema ?? {});
    const text = JSON.stringify(schema).replaceAll('"#/components/', '"api#/components/');
    const validate = this.#ajv.compile(JSON.parse(text) as object);
    this.#validators.set(key, validate);
    return validate;
  }
}

interface Problem {
  status: number;
  code: string;
  detail?: string;
  errors?: { field: string }[];
}

function wrongWith({ status, code, detail = '', errors = [] }: Problem, answered: number): string[] {
  const isOfField =
    (status === 400 || status === 422) && !OF_THE_WHOLE.has(code) && !OF_THE_BODY.test(detail);
  return [
    ...(status === answered ? [] : [`the problem says ${String(status)}, the answer ${String(answered)}`]),
    ...(isOfField && errors.length === 0 ? [`${code} names no field: ${detail}`] : []),
  ];
}

const NAMES_PROPERTIES = ['$ref', 'properties', 'allOf', 'anyOf', 'oneOf'] as const;

/**
 * A schema where a value is held to it, with no room for what it does not name: an answer has no field that clients are
 * not told of. Not closed is what a larger schema is made of, as it need not name what another part does.
 */
function closed(schema: Schema): Schema {
  const within = parts(schema);
  const isOpen = NAMES_PROPERTIES.some((key) => key in within) && !('additionalProperties' in within);
  return isOpen ? { ...within, unevaluatedProperties: false } : within;
}

/** The same schema, with what its properties and items are held to closed. */
function parts(schema: Schema): Schema {
  const { properties, items, additionalProperties, allOf, anyOf, oneOf } = schema;
  return {
    ...schema,
    ...(properties && {
      properties: Object.fromEntries(
        Object.entries(properties).map(([name, property]) => [name, closed(property)]),
      ),
    }),
    ...(items && { items: closed(items) }),
    ...(typeof additionalProperties === 'object' && { additionalProperties: closed(additionalProperties) }),
    ...(allOf && { allOf: allOf.map(parts) }),
    ...(anyOf && { anyOf: anyOf.map(parts) }),
    ...(oneOf && { oneOf: oneOf.map(parts) }),
  };
}
