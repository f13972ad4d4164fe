import type { OpenAPIObject } from '@nestjs/swagger';
import { IDEMPOTENCY_KEY } from '../idempotency/idempotency-key.js';
import { PROBLEM_SCHEMAS } from './problem-schema.js';
import { withoutNullable } from './nullable.js';

type PathItem = OpenAPIObject['paths'][string];
type Operation = NonNullable<PathItem['get']>;
type Parameter = Extract<NonNullable<Operation['parameters']>[number], { name: string }>;
type Response = Extract<Operation['responses'][string], { description: string }>;
type Headers = NonNullable<Response['headers']>;
type Schema = NonNullable<NonNullable<OpenAPIObject['components']>['schemas']>[string];

const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;
type Method = (typeof METHODS)[number];

const PROBLEM = {
  'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } },
};
const RETRY_AFTER: Headers = {
  'Retry-After': { description: 'Seconds to wait', schema: { type: 'integer', minimum: 0 } },
};
const LIMITS: Headers = {
  'RateLimit-Policy': { description: 'The limit, where there is one', schema: { type: 'string' } },
  RateLimit: { description: 'What is left of it', schema: { type: 'string' } },
};
const REPLAYED: Headers = {
  'Idempotency-Replayed': {
    description: 'Where the answer is that of an earlier request under the same key',
    schema: { type: 'string', enum: ['true'] },
  },
};
const WAITS: ReadonlySet<string> = new Set(['409', '429', '503']);

/** What is alike for every route: how they refuse, which headers they take and answer with. */
export function describeConventions(document: OpenAPIObject): void {
  const components = (document.components ??= {});
  const schemas = (components.schemas ??= {});
  Object.assign(schemas, PROBLEM_SCHEMAS);
  for (const [path, item] of Object.entries(document.paths)) {
    const isForOperators = path.startsWith('/admin/');
    for (const method of METHODS) {
      const operation = item[method];
      if (operation === undefined) continue;
      const isCommand = method !== 'get' && !isForOperators;
      if (isCommand) operation.parameters?.push(KEY);
      describeParameters(path, operation);
      for (const [status, why] of refusalsOf(operation, { method, isCommand, isForOperators })) {
        operation.responses[status] ??= { description: why };
      }
      describeHeaders(operation, { isCommand, isForOperators });
    }
  }
  closeBodies(document);
  for (const [name, schema] of Object.entries(schemas)) schemas[name] = withoutNullable(schema);
}

const KEY: Parameter = {
  name: IDEMPOTENCY_KEY,
  in: 'header',
  required: false,
  description:
    'A string of your own, new for each command: asked again under it within 24 hours, the command is not done again and its answer is repeated',
  schema: { type: 'string', minLength: 1, maxLength: 257 },
};

/** Ids and DIDs in paths, which the pipes check. */
function describeParameters(path: string, { parameters = [] }: Operation): void {
  for (const parameter of parameters) {
    if (!('name' in parameter)) continue;
    const { schema } = parameter;
    if (schema === undefined) continue;
    parameter.schema = withoutNullable(schema);
    const isPlain = 'type' in schema && schema.type === 'string' && !('format' in schema || 'enum' in schema);
    if (parameter.in !== 'path' || !isPlain || !path.includes(`{${parameter.name}}`)) continue;
    parameter.schema =
      parameter.name === 'did'
        ? { type: 'string', pattern: '^did:[a-z]+:', maxLength: 100 }
        : { type: 'string', format: 'uuid' };
  }
}

type Refusal = [status: string, why: string];

function refusalsOf(
  { parameters = [] }: Operation,
  { method, isCommand, isForOperators }: { method: Method; isCommand: boolean; isForOperators: boolean },
): Refusal[] {
  const has = (place: string): boolean => parameters.some((one) => 'in' in one && one.in === place);
  const isConditional = parameters.some((one) => 'name' in one && one.name === 'If-Match');
  return [
    ...each(parameters.length > 0, ['400', 'The request is not valid: `errors` names each field at fault']),
    ...each(true, ['401', isForOperators ? 'Without the operator token' : 'Who asks is not known']),
    ...each(has('path'), ['414', 'A parameter in the path is longer than 100 characters']),
    ...each(
      isCommand,
      ['409', 'Changed at the same time, or the first request under this `Idempotency-Key` is worked on'],
      ['410', 'The answer under this `Idempotency-Key` was erased with what its owner wrote'],
      ['422', 'The `Idempotency-Key` was used for another request'],
    ),
    ...each(
      method !== 'get',
      ['413', 'The body is larger than is taken here'],
      ['415', 'The body is of a type that is not taken here'],
    ),
    ...each(isConditional, ['412', 'It is not as `If-Match` says']),
    ...each(!isForOperators, ['429', 'Too many requests']),
    ['default', 'Any other refusal, or a failure on our side'],
  ];
}

function each(applies: boolean, ...items: Refusal[]): Refusal[] {
  return applies ? items : [];
}

function describeHeaders(
  { responses }: Operation,
  { isCommand, isForOperators }: { isCommand: boolean; isForOperators: boolean },
): void {
  for (const [status, response] of Object.entries(responses)) {
    if (response === undefined || !('description' in response)) continue;
    const isRefusal = status === 'default' || status >= '400';
    if (isRefusal) response.content = PROBLEM;
    const headers = {
      ...response.headers,
      ...(WAITS.has(status) ? RETRY_AFTER : {}),
      ...(isForOperators || (isRefusal && status !== '429') ? {} : LIMITS),
      ...(isCommand && !isRefusal ? REPLAYED : {}),
    };
    if (Object.keys(headers).length > 0) response.headers = headers;
  }
}

/** Bodies of requests take no field that is not named. */
function closeBodies({ paths, components }: OpenAPIObject): void {
  const schemas = components?.schemas ?? {};
  const close = (schema: Schema): void => {
    if ('$ref' in schema) {
      const named = schemas[schema.$ref.slice('#/components/schemas/'.length)];
      if (named === undefined || '$ref' in named || named.additionalProperties === false) return;
      named.additionalProperties = false;
      for (const property of Object.values(named.properties ?? {})) close(property);
    } else for (const part of schema.allOf ?? []) close(part);
  };
  for (const item of Object.values(paths)) {
    for (const method of METHODS) {
      const body = item[method]?.requestBody;
      if (body === undefined || !('content' in body)) continue;
      for (const { schema } of Object.values(body.content)) if (schema !== undefined) close(schema);
    }
  }
}
