import type { OpenAPIObject } from '@nestjs/swagger';

type Schema = NonNullable<NonNullable<OpenAPIObject['components']>['schemas']>[string];

/**
 * The same schema without `nullable`, which decorators write and OpenAPI 3.1 does not know: there `null` is a type, as
 * in JSON Schema.
 */
export function withoutNullable(schema: Schema): Schema {
  return rewritten(schema) as Schema;
}

function rewritten(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(rewritten);
  if (typeof node !== 'object' || node === null) return node;
  const { nullable, ...rest } = Object.fromEntries(
    Object.entries(node).map(([key, value]) => [key, rewritten(value)]),
  ) as Record<string, unknown>;
  if (nullable !== true) return nullable === undefined || nullable === false ? rest : { ...rest, nullable };
  if (typeof rest['type'] === 'string' && !('allOf' in rest)) {
    const values = rest['enum'];
    return {
      ...rest,
      type: [rest['type'], 'null'],
      ...(Array.isArray(values) ? { enum: [...(values as unknown[]), null] } : {}),
    };
  }
  const { description, ...of } = rest;
  return { ...(description === undefined ? {} : { description }), anyOf: [of, { type: 'null' }] };
}
