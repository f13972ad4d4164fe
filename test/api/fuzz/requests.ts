import fc from 'fast-check';
import { HOSTILE_BODIES, HOSTILE_HEADER, HOSTILE_TEXT, HOSTILE_VALUE } from './hostile.js';
import { type Document, type Operation, type Parameter, resolved, type Schema } from './operation.js';

/** Values that are right for a parameter or property; undefined where the schema says enough. */
export type Known = (operation: Operation, name: string) => readonly unknown[] | undefined;

export interface FuzzRequest {
  path: string;
  headers: Record<string, string>;
  body?: string;
}

interface Values {
  path: Record<string, string>;
  query: [name: string, value: string][];
  headers: Record<string, string>;
  body?: string;
}

/** Requests that the document allows, with what is known to be there. */
export function validRequests(
  document: Document,
  operation: Operation,
  known: Known,
): fc.Arbitrary<FuzzRequest> {
  const valueOf = valuesOf({ document, known: (name) => known(operation, name), isMinimal: true });
  return assembled(operation, {
    parameter: ({ name, schema, required }) =>
      // Of headers only those that a request can not do without: a guessed ETag is no valid one.
      required === true || (name !== 'cursor' && known(operation, name) !== undefined)
        ? valueOf(name, schema).map(textOf)
        : fc.constant(undefined),
    body: (type, schema) =>
      type === 'application/json'
        ? valueOf('', schema).map((value) => JSON.stringify(value))
        : valueOf('body', schema).map(textOf),
  });
}

/** Requests that are wrong in one place or in many, or right. */
export function hostileRequests(
  document: Document,
  operation: Operation,
  known: Known,
): fc.Arbitrary<FuzzRequest> {
  const valueOf = valuesOf({ document, known: (name) => known(operation, name), isMinimal: false });
  return assembled(operation, {
    parameter: ({ name, in: place, schema, required }) => {
      const right = place === 'header' ? fc.uuid() : valueOf(name, schema).map(textOf);
      const wrong = place === 'header' ? HOSTILE_HEADER : HOSTILE_TEXT;
      return fc.oneof(
        { weight: 3, arbitrary: required === true ? right : fc.option(right, { nil: undefined }) },
        { weight: 2, arbitrary: wrong },
      );
    },
    body: (type, schema) =>
      type === 'application/json'
        ? fc.oneof(
            { weight: 1, arbitrary: HOSTILE_BODIES },
            {
              weight: 4,
              arbitrary: damaged(valueOf('', schema)).map((value) => JSON.stringify(value)),
            },
          )
        : fc.oneof(valueOf('body', schema).map(textOf), HOSTILE_TEXT, HOSTILE_BODIES),
  });
}

/** An object with one of its fields replaced, left out or added. */
function damaged(right: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  return fc
    .tuple(right, fc.nat(), HOSTILE_VALUE, fc.constantFrom('replace', 'remove', 'add'))
    .map(([value, place, hostile, change]) => {
      if (typeof value !== 'object' || value === null) return hostile;
      const fields = Object.keys(value);
      const field = change === 'add' ? `x${String(place)}` : (fields[place % fields.length] ?? 'x');
      const { [field]: _, ...others } = value as Record<string, unknown>;
      return change === 'remove' ? others : { ...others, [field]: hostile };
    });
}

interface Making {
  document: Document;
  known: (name: string) => readonly unknown[] | undefined;
  /** Objects have what they must have; where that is nothing, their first field. */
  isMinimal: boolean;
}

/** Values that a schema allows, of a parameter or property of that name. */
function valuesOf(making: Making): (name: string, schema: Schema) => fc.Arbitrary<unknown> {
  const { document, known, isMinimal } = making;
  const valueOf = (name: string, named: Schema): fc.Arbitrary<unknown> => {
    const schema = resolved(document, named);
    const values = known(name);
    if (values !== undefined && schema.type !== 'array') return fc.constantFrom(...values);
    if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
    switch (Array.isArray(schema.type) ? schema.type[0] : schema.type) {
      case 'object': {
        const { properties = {}, required = [] } = schema;
        const requiredKeys = required.length > 0 ? required : Object.keys(properties).slice(0, 1);
        const made = Object.entries(properties).filter(([key]) => !isMinimal || requiredKeys.includes(key));
        const fields = made.map(([key, of]) => [key, valueOf(key, of)] as const);
        return fc.record(Object.fromEntries(fields), { requiredKeys });
      }
      case 'array':
        return fc.uniqueArray(valueOf(name, schema.items ?? {}), { minLength: 1, maxLength: 3 });
      case 'integer':
        return fc.integer({ min: schema.minimum ?? 0, max: schema.maximum ?? 100 });
      case 'boolean':
        return fc.boolean();
      default:
        if (schema.format === 'uuid') return fc.uuid({ version: 4 });
        return fc.string({
          unit: fc.constantFrom('a', 'Z', '7', 'é', '漢', '𝔸'),
          minLength: Math.max(1, schema.minLength ?? 1),
          maxLength: Math.min(40, schema.maxLength ?? 40),
        });
    }
  };
  return valueOf;
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : String(value);
}

function assembled(
  { path, parameters = [], requestBody }: Operation,
  make: {
    parameter: (parameter: Parameter) => fc.Arbitrary<string | undefined>;
    body: (type: string, schema: Schema) => fc.Arbitrary<string>;
  },
): fc.Arbitrary<FuzzRequest> {
  const contents = Object.entries(requestBody?.content ?? {});
  const body =
    contents.length === 0
      ? fc.constant(undefined)
      : fc
          .constantFrom(...contents)
          .chain(([type, { schema }]) => make.body(type, schema).map((text) => ({ type, text })));
  return fc.tuple(fc.tuple(...parameters.map(make.parameter)), body).map(([chosen, content]) => {
    const values: Values = { path: {}, query: [], headers: {} };
    for (const [index, parameter] of parameters.entries()) {
      const value = chosen[index];
      if (value === undefined) continue;
      if (parameter.in === 'path') values.path[parameter.name] = value;
      else if (parameter.in === 'query') values.query.push([parameter.name, value]);
      else values.headers[parameter.name] = value;
    }
    const query = new URLSearchParams(values.query).toString();
    const filled = path.replaceAll(/\{(\w+)\}/gu, (_, name: string) => segmentOf(values.path[name] ?? ''));
    return {
      path: query === '' ? filled : `${filled}?${query}`,
      headers: {
        ...values.headers,
        ...(content === undefined ? {} : { 'content-type': content.type }),
      },
      ...(content === undefined ? {} : { body: content.text }),
    };
  });
}

/** A path's part as it must be for the path to be the same route: never empty, nor one that a URL takes away. */
function segmentOf(value: string): string {
  const text = value.toWellFormed();
  return encodeURIComponent(['', '.', '..'].includes(text) ? `${text}-` : text);
}
