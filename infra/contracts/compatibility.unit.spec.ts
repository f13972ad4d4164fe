import { incompatibilities, sentence } from './compatibility.mjs';

type Schema = Record<string, unknown>;

/** A change of the field `f`, or of the event itself, and the rule that refuses it; 'legal' when none may. */
type Case = readonly [change: string, before: Schema, after: Schema, verdict: string];

const text = { type: 'string' };
const number = { type: 'integer' };
const list = { type: 'array', items: text };
const one = { type: 'object', properties: { a: text }, required: ['a'] };

function open(values: readonly string[], fallback = 'a'): Schema {
  return { type: 'string', 'x-open-enum': { values, fallback } };
}

/** Changes of a required field `f`, each read in both directions. */
const FIELDS: Record<string, readonly Case[]> = {
  type: [
    ['the same', text, text, 'legal'],
    ['another', text, number, 'type'],
    ['integer to number: old readers refuse fractions', number, { type: 'number' }, 'type'],
    ['number to integer: old events hold fractions', { type: 'number' }, number, 'type'],
    ['added', {}, text, 'type'],
    ['removed', text, {}, 'type'],
    ['a value to a list of it', text, list, 'type'],
    ['a list to one value', list, text, 'type'],
    ['an object to its key', one, text, 'type'],
  ],
  enum: [
    ['the same in another order', { ...text, enum: ['a', 'b'] }, { ...text, enum: ['b', 'a'] }, 'legal'],
    ['a value more', { ...text, enum: ['a'] }, { ...text, enum: ['a', 'b'] }, 'enum'],
    ['a value less', { ...text, enum: ['a', 'b'] }, { ...text, enum: ['a'] }, 'enum'],
    ['a value renamed', { ...text, enum: ['a'] }, { ...text, enum: ['A'] }, 'enum'],
    ['added to a text', text, { ...text, enum: ['a'] }, 'enum'],
    ['removed', { ...text, enum: ['a'] }, text, 'enum'],
    ['against a length that its values have', { ...text, enum: ['ab'] }, { ...text, minLength: 3 }, 'enum'],
  ],
  'x-open-enum': [
    ['the same', open(['a', 'b']), open(['a', 'b']), 'legal'],
    ['a value more', open(['a']), open(['a', 'b']), 'legal'],
    ['values in another order', open(['a', 'b']), open(['b', 'a']), 'legal'],
    ['a value less', open(['a', 'b']), open(['a']), 'enum'],
    ['a value renamed', open(['a', 'b']), open(['a', 'B']), 'enum'],
    ['another fallback', open(['a', 'b'], 'a'), open(['a', 'b'], 'b'), 'fallback'],
    ['closed', open(['a', 'b']), { ...text, enum: ['a', 'b'] }, 'closed-enum'],
    ['made any text', open(['a']), text, 'closed-enum'],
    ['a closed one opened without a new value', { ...text, enum: ['a', 'b'] }, open(['a', 'b']), 'legal'],
    ['a closed one opened with a new value', { ...text, enum: ['a'] }, open(['a', 'b']), 'enum'],
    ['a text narrowed to one: old events hold more than its readers know', text, open(['a']), 'enum'],
  ],
  minLength: [
    ['the same', { ...text, minLength: 1 }, { ...text, minLength: 1 }, 'legal'],
    ['0 said', text, { ...text, minLength: 0 }, 'legal'],
    ['added', text, { ...text, minLength: 1 }, 'minLength'],
    ['removed', { ...text, minLength: 1 }, text, 'minLength'],
    ['raised', { ...text, minLength: 1 }, { ...text, minLength: 2 }, 'minLength'],
    ['lowered', { ...text, minLength: 2 }, { ...text, minLength: 1 }, 'minLength'],
  ],
  maxLength: [
    ['the same', { ...text, maxLength: 9 }, { ...text, maxLength: 9 }, 'legal'],
    ['added', text, { ...text, maxLength: 9 }, 'maxLength'],
    ['removed', { ...text, maxLength: 9 }, text, 'maxLength'],
    ['raised', { ...text, maxLength: 8 }, { ...text, maxLength: 9 }, 'maxLength'],
    ['lowered', { ...text, maxLength: 9 }, { ...text, maxLength: 8 }, 'maxLength'],
  ],
  pattern: [
    ['the same', { ...text, pattern: '^a' }, { ...text, pattern: '^a' }, 'legal'],
    ['added', text, { ...text, pattern: '^a' }, 'pattern'],
    ['removed', { ...text, pattern: '^a' }, text, 'pattern'],
    ['narrowed', { ...text, pattern: '^a' }, { ...text, pattern: '^ab' }, 'pattern'],
    ['widened', { ...text, pattern: '^ab' }, { ...text, pattern: '^a' }, 'pattern'],
    ['the same set in other words', { ...text, pattern: '^a+' }, { ...text, pattern: '^aa*' }, 'pattern'],
  ],
  format: [
    ['the same', { ...text, format: 'uuid' }, { ...text, format: 'uuid' }, 'legal'],
    ['added', text, { ...text, format: 'uuid' }, 'format'],
    ['removed', { ...text, format: 'uuid' }, text, 'format'],
    ['another', { ...text, format: 'date' }, { ...text, format: 'date-time' }, 'format'],
  ],
  minimum: [
    ['the same', { ...number, minimum: 1 }, { ...number, minimum: 1 }, 'legal'],
    ['added', number, { ...number, minimum: 1 }, 'minimum'],
    ['removed', { ...number, minimum: 1 }, number, 'minimum'],
    ['raised', { ...number, minimum: -1 }, { ...number, minimum: 0 }, 'minimum'],
    ['lowered', { ...number, minimum: 0 }, { ...number, minimum: -1 }, 'minimum'],
  ],
  maximum: [
    ['the same', { ...number, maximum: 9 }, { ...number, maximum: 9 }, 'legal'],
    ['added', number, { ...number, maximum: 9 }, 'maximum'],
    ['removed', { ...number, maximum: 9 }, number, 'maximum'],
    ['raised', { ...number, maximum: 8 }, { ...number, maximum: 9 }, 'maximum'],
    ['lowered', { ...number, maximum: 9 }, { ...number, maximum: 8 }, 'maximum'],
  ],
  'lists, minItems': [
    ['the same', { ...list, minItems: 1 }, { ...list, minItems: 1 }, 'legal'],
    ['added', list, { ...list, minItems: 1 }, 'minItems'],
    ['removed', { ...list, minItems: 1 }, list, 'minItems'],
    ['raised', { ...list, minItems: 1 }, { ...list, minItems: 2 }, 'minItems'],
    ['lowered', { ...list, minItems: 2 }, { ...list, minItems: 1 }, 'minItems'],
  ],
  'lists, maxItems': [
    ['the same', { ...list, maxItems: 9 }, { ...list, maxItems: 9 }, 'legal'],
    ['added', list, { ...list, maxItems: 9 }, 'maxItems'],
    ['removed', { ...list, maxItems: 9 }, list, 'maxItems'],
    ['raised', { ...list, maxItems: 8 }, { ...list, maxItems: 9 }, 'maxItems'],
    ['lowered', { ...list, maxItems: 9 }, { ...list, maxItems: 8 }, 'maxItems'],
  ],
  'lists, items': [
    ['of another type', list, { ...list, items: number }, 'type'],
    ['said', { type: 'array' }, list, 'type'],
    ['no longer said', list, { type: 'array' }, 'type'],
    ['narrowed', list, { ...list, items: { ...text, maxLength: 9 } }, 'maxLength'],
    ['widened', { ...list, items: { ...text, maxLength: 9 } }, list, 'maxLength'],
    [
      'an enum in them that grows',
      { ...list, items: open(['a']) },
      { ...list, items: open(['a', 'b']) },
      'legal',
    ],
    [
      'an open enum in them closed',
      { ...list, items: open(['a']) },
      { ...list, items: { ...text, enum: ['a'] } },
      'closed-enum',
    ],
  ],
};

/** Changes of the event itself. */
const EVENTS: Record<string, readonly Case[]> = {
  properties: [
    ['an optional one added', event({ a: text }), event({ a: text, b: text }), 'legal'],
    ['an optional one removed', event({ a: text, b: text }), event({ a: text }), 'legal'],
    ['an optional one narrowed', event({ a: text }), event({ a: { ...text, maxLength: 9 } }), 'maxLength'],
    ['an optional one widened', event({ a: { ...text, maxLength: 9 } }), event({ a: text }), 'maxLength'],
    ['in another order', event({ a: text, b: text }), event({ b: text, a: text }), 'legal'],
  ],
  required: [
    [
      'the same in another order',
      event({ a: text, b: text }, 'a', 'b'),
      event({ a: text, b: text }, 'b', 'a'),
      'legal',
    ],
    ['a field added', event({}), event({ a: text }, 'a'), 'required'],
    ['a field removed', event({ a: text }, 'a'), event({}), 'required'],
    ['a field renamed', event({ a: text }, 'a'), event({ b: text }, 'b'), 'required'],
    ['an optional field made required', event({ a: text }), event({ a: text }, 'a'), 'required'],
    ['a required field made optional', event({ a: text }, 'a'), event({ a: text }), 'required'],
  ],
  'objects inside': [
    [
      'an optional field more',
      event({ o: one }),
      event({ o: { ...one, properties: { a: text, b: text } } }),
      'legal',
    ],
    [
      'a required field more',
      event({ o: one }),
      event({ o: { ...one, properties: { a: text, b: text }, required: ['a', 'b'] } }),
      'required',
    ],
    [
      'a required field less',
      event({ o: one }),
      event({ o: { type: 'object', properties: {} } }),
      'required',
    ],
    [
      'one narrowed',
      event({ o: one }),
      event({ o: { ...one, properties: { a: { ...text, minLength: 1 } } } }),
      'minLength',
    ],
    [
      'written in place',
      { ...event({ o: { $ref: '#/$defs/One' } }), $defs: { One: one } },
      event({ o: one }),
      'legal',
    ],
    [
      'a class renamed',
      { ...event({ o: { $ref: '#/$defs/One' } }), $defs: { One: one } },
      { ...event({ o: { $ref: '#/$defs/Uno' } }), $defs: { Uno: one } },
      'legal',
    ],
    [
      'a class narrowed',
      { ...event({ o: { $ref: '#/$defs/One' } }), $defs: { One: one } },
      { ...event({ o: { $ref: '#/$defs/One' } }), $defs: { One: { ...one, properties: { a: number } } } },
      'type',
    ],
    ['a class that holds itself', tree(text), tree(text), 'legal'],
    ['a class that holds itself, narrowed', tree(text), tree({ ...text, maxLength: 9 }), 'maxLength'],
  ],
  annotations: [
    [
      'a description changed',
      { ...event({ a: text }), description: 'old' },
      { ...event({ a: { ...text, description: 'new' } }), title: 'T' },
      'legal',
    ],
  ],
  'what the generator does not write': [
    [
      'a keyword',
      event({ a: text }),
      event({ a: { ...text, contentEncoding: 'base64' } }),
      'unknown-keyword',
    ],
    ['a keyword on both sides', event({ a: { not: text } }), event({ a: { not: text } }), 'unknown-keyword'],
    [
      'a keyword in a class',
      { ...event({}), $defs: { One: { ...one, oneOf: [] } } },
      event({}),
      'unknown-keyword',
    ],
    [
      'a keyword in items',
      event({ a: list }),
      event({ a: { ...list, items: { const: 'a' } } }),
      'unknown-keyword',
    ],
    ['a union of types', event({ a: text }), event({ a: { type: ['string', 'null'] } }), 'unknown-keyword'],
    ['numbers in an enum', event({ a: text }), event({ a: { enum: [1] } }), 'unknown-keyword'],
    ['uniqueItems', event({ a: list }), event({ a: { ...list, uniqueItems: true } }), 'unknown-keyword'],
    ['additionalProperties', event({}), { ...event({}), additionalProperties: false }, 'unknown-keyword'],
    [
      'a constraint beside $ref',
      event({}),
      { ...event({ o: { $ref: '#/$defs/One', minLength: 1 } }), $defs: { One: one } },
      'unknown-keyword',
    ],
    [
      'a reference to elsewhere',
      event({}),
      event({ o: { $ref: 'https://example.org/one' } }),
      'unknown-keyword',
    ],
    ['true as a schema', event({}), event({ a: true as unknown as Schema }), 'unknown-keyword'],
  ],
};

describe.each(Object.entries(FIELDS))('%s', (_, cases) => {
  it.each(cases)('%s', (_change, before, after, verdict) => {
    expect(rules(event({ f: before }, 'f'), event({ f: after }, 'f'))).toBe(verdict);
  });
});

describe.each(Object.entries(EVENTS))('%s', (_, cases) => {
  it.each(cases)('%s', (_change, before, after, verdict) => {
    expect(rules(before, after)).toBe(verdict);
  });
});

describe('the sentence', () => {
  it('names event, field, rule and remedy', () => {
    expect(sentences(event({}), event({ a: text }, 'a'))).toEqual([
      'events.cards.card-added-to-library.v2, field "a" (required): events of the released version may lack it, and the new readers ask for it; make it optional, or add events.cards.card-added-to-library.v3 and an upcaster.',
    ]);
    expect(sentences(event({ a: text }), event({ a: { ...text, maxLength: 9 } }))).toEqual([
      'events.cards.card-added-to-library.v2, field "a" (maxLength): the new readers have maxLength 9, events of the released version none; leave its maxLength as it was, or add events.cards.card-added-to-library.v3 and an upcaster.',
    ]);
  });

  it('says the way to a field inside lists and objects', () => {
    const inside = (a: Schema) => event({ people: { type: 'array', items: event({ a }) } });
    expect(incompatibilities(inside(text), inside(number)).map(({ field }) => field)).toEqual(['people[].a']);
  });
});

function event(properties: Record<string, Schema>, ...required: string[]): Schema {
  return { type: 'object', properties, ...(required.length === 0 ? {} : { required }) };
}

/** A class whose children are of the same class. */
function tree(name: Schema): Schema {
  const children = { type: 'array', items: { $ref: '#/$defs/Tree' } };
  return { ...event({ root: { $ref: '#/$defs/Tree' } }), $defs: { Tree: event({ name, children }) } };
}

function rules(before: Schema, after: Schema): string {
  const found = new Set(incompatibilities(before, after).map(({ rule }) => rule));
  return found.size === 0 ? 'legal' : [...found].join(', ');
}

function sentences(before: Schema, after: Schema): string[] {
  return incompatibilities(before, after).map((finding) =>
    sentence('events.cards.card-added-to-library.v2', finding),
  );
}
