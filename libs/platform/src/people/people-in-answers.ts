import type { OpenAPIObject } from '@nestjs/swagger';

/** What is read of a JSON Schema. */
interface Schema {
  $ref?: string;
  format?: string;
  properties?: Record<string, Schema>;
  items?: Schema;
  allOf?: Schema[];
  anyOf?: Schema[];
  oneOf?: Schema[];
}

/** Where in a value DIDs of people are. */
interface Place {
  isDid: boolean;
  members: ReadonlyMap<string, Place>;
  items: Place | undefined;
}

const REFERENCE = '#/components/schemas/';

/**
 * Which answers show people, and where in them. The API's own description says so, in the properties whose format is
 * `did`: nothing else of an answer is looked at, least of all what people wrote.
 */
export class PeopleInAnswers {
  private readonly places = new Map<string, Place>();

  /** Reads the description, and adds `people` to the answers that show some. Called once, before the first request. */
  describeIn(document: OpenAPIObject): void {
    const schemas = (document.components?.schemas ?? {}) as Record<string, Schema>;
    for (const [path, { get }] of Object.entries(document.paths)) {
      const response = get?.responses['200'];
      const content = response !== undefined && 'content' in response ? response.content : undefined;
      const json = content?.['application/json'];
      if (json?.schema === undefined) continue;
      const place = placeOf(json.schema, schemas);
      if (place === undefined) continue;
      this.places.set(path, place);
      json.schema = { allOf: [json.schema, { $ref: `${REFERENCE}WithPeople` }] };
    }
    if (this.places.size > 0) Object.assign(schemas, SCHEMAS);
  }

  /**
   * @param route As the router has it: `/cards/:id`.
   * @returns Reads the DIDs of an answer of that route, each once; undefined where it shows nobody.
   */
  of(route: string): ((answer: unknown) => Set<string>) | undefined {
    const place = this.places.get(route.replace(/:(\w+)/gu, '{$1}'));
    if (place === undefined) return undefined;
    return (answer) => {
      const found = new Set<string>();
      collect(answer, place, found);
      return found;
    };
  }
}

/** @returns undefined where no DID is in it. */
function placeOf(
  schema: Schema,
  schemas: Readonly<Record<string, Schema>>,
  within: readonly string[] = [],
): Place | undefined {
  if (schema.$ref !== undefined) {
    const name = schema.$ref.slice(REFERENCE.length);
    const named = schemas[name];
    // What holds itself would be read for ever: nobody is shown below.
    return named === undefined || within.includes(name)
      ? undefined
      : placeOf(named, schemas, [...within, name]);
  }
  const inner = (part: Schema): Place | undefined => placeOf(part, schemas, within);
  const parts = [schema.allOf, schema.anyOf, schema.oneOf].flatMap((part) => part ?? []).map(inner);
  const own: Place = {
    isDid: schema.format === 'did',
    members: new Map(
      Object.entries(schema.properties ?? {}).flatMap(([name, property]) => {
        const place = inner(property);
        return place === undefined ? [] : [[name, place] as const];
      }),
    ),
    items: schema.items === undefined ? undefined : inner(schema.items),
  };
  const all = parts.reduce<Place>((whole, part) => (part === undefined ? whole : merged(whole, part)), own);
  return all.isDid || all.members.size > 0 || all.items !== undefined ? all : undefined;
}

function merged(one: Place, other: Place): Place {
  return {
    isDid: one.isDid || other.isDid,
    members: new Map([...one.members, ...other.members]),
    items: one.items ?? other.items,
  };
}

function collect(value: unknown, { isDid, members, items }: Place, found: Set<string>): void {
  if (typeof value === 'string') {
    if (isDid && value.startsWith('did:')) found.add(value);
  } else if (Array.isArray(value)) {
    if (items !== undefined) for (const item of value as unknown[]) collect(item, items, found);
  } else if (typeof value === 'object' && value !== null) {
    for (const [name, place] of members) collect((value as Record<string, unknown>)[name], place, found);
  }
}

const SCHEMAS = {
  Person: {
    type: 'object',
    description: 'How somebody is called, as far as it is known',
    required: ['did'],
    properties: {
      did: { type: 'string', format: 'did' },
      handle: { type: 'string', format: 'handle', description: 'Verified both ways' },
      displayName: { type: 'string', description: 'As they call themselves: nobody checks that' },
    },
  },
  WithPeople: {
    type: 'object',
    properties: {
      people: {
        type: 'array',
        items: { $ref: `${REFERENCE}Person` },
        description: 'Those in the answer of whom a name is known; left out where there are none',
      },
    },
  },
};
