import type { OpenAPIObject } from '@nestjs/swagger';

type Schemas = NonNullable<NonNullable<OpenAPIObject['components']>['schemas']>;

/** `Problem` and `FieldError` of problem.ts, as clients read them. */
export const PROBLEM_SCHEMAS: Schemas = {
  FieldError: {
    type: 'object',
    required: ['field', 'message'],
    properties: {
      field: { type: 'string', description: 'Path into the body or query: `note`, `items.3.url`' },
      message: { type: 'string' },
    },
  },
  Problem: {
    type: 'object',
    description: 'RFC 9457 problem details',
    required: ['type', 'title', 'status', 'code'],
    properties: {
      type: { type: 'string', format: 'uri', description: '`urn:commonplace:problem:<code>`' },
      title: { type: 'string' },
      status: { type: 'integer', minimum: 400, maximum: 599 },
      code: { type: 'string', pattern: '^[a-z0-9-]+$', description: 'Stable: decide by it' },
      detail: { type: 'string', description: 'What is wrong this time, and what to do about it' },
      instance: { type: 'string', description: 'The path and query that were asked for, as they came' },
      errors: { type: 'array', items: { $ref: '#/components/schemas/FieldError' } },
    },
  },
};
