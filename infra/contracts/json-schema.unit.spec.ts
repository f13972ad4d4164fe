import { Expose, Transform, Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  Equals,
  IsArray,
  IsBoolean,
  IsDefined,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  IsUUID,
  Length,
  Matches,
  Max,
  MaxLength,
  Min,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import { IsInstant, IsOpenEnum, isPresent, Nested, Optional } from '../../libs/contracts/src/constraints.js';
import { schemaOf, UnknownConstraintError } from './json-schema.mjs';

class Part {
  @IsInt()
  @Min(1)
  @Max(9)
  size!: number;
}

class Whole {
  static readonly type = 'events.cards.whole.v1';

  @IsString()
  @Length(1, 9)
  name!: string;

  @Optional()
  @IsString()
  @Matches(/^\d{4}$/u)
  year?: string;

  @IsBoolean()
  done!: boolean;

  @IsIn(['a', 'b'])
  closed!: string;

  @IsOpenEnum(['a', 'b'], 'a')
  open!: string;

  @IsInstant()
  at!: string;

  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(3)
  @IsString({ each: true })
  @MaxLength(5, { each: true })
  tags!: string[];

  @Nested(() => Part)
  part!: Part;
}

describe('the schema of a class', () => {
  it('says what its decorators check', () => {
    const { properties, required, $defs } = schema(Whole);
    expect(properties).toMatchObject({
      name: { type: 'string', minLength: 1, maxLength: 9 },
      year: { type: 'string', pattern: '^\\d{4}$' },
      done: { type: 'boolean' },
      closed: { type: 'string', enum: ['a', 'b'] },
      open: { type: 'string', 'x-open-enum': { values: ['a', 'b'], fallback: 'a' } },
      at: { type: 'string', format: 'date-time' },
      tags: {
        type: 'array',
        minItems: 1,
        maxItems: 3,
        items: { type: 'string', maxLength: 5 },
      },
      part: { $ref: '#/$defs/Part' },
    });
    expect(required).toEqual(['name', 'done', 'closed', 'open', 'at', 'tags', 'part']);
    expect($defs).toEqual({
      Part: {
        type: 'object',
        properties: { size: { type: 'integer', minimum: 1, maximum: 9 } },
        required: ['size'],
      },
    });
  });

  it('takes descriptions from the docstrings', () => {
    const docstrings = new Map([['Part', { text: 'A part.', fields: new Map([['size', 'In metres.']]) }]]);
    expect(schemaOf(Part, { isOptional: isPresent, docstrings })).toMatchObject({
      description: 'A part.',
      properties: { size: { description: 'In metres.' } },
    });
  });

  it('refuses a field without a decorator', () => {
    const docstrings = new Map([['Part', { text: '', fields: new Map([['weight', '']]) }]]);
    expect(() => schemaOf(Part, { isOptional: isPresent, docstrings })).toThrow(UnknownConstraintError);
  });
});

const UNKNOWN: Record<string, readonly PropertyDecorator[]> = {
  'a constraint that it does not know': [IsString(), Equals('a')],
  'IsDefined, which says nothing of the kind': [IsDefined()],
  'IsOptional, which lets null through': [IsOptional(), IsString()],
  'a condition of its own': [ValidateIf(() => true), IsString()],
  'a validation group': [IsString({ groups: ['admin'] })],
  'no kind of value': [MaxLength(5)],
  'two kinds of value': [IsString(), IsInt()],
  'a limit of another kind': [IsString(), Min(1)],
  'one limit twice': [IsString(), Length(1, 5), MaxLength(4)],
  'a pattern with flags': [IsString(), Matches(/a/i)],
  'a list of anything': [IsArray()],
  'items without a list': [IsString({ each: true })],
  'one UUID version': [IsUUID(7)],
  'a list of unique items: by what, class-validator does not tell': [
    IsArray(),
    IsString({ each: true }),
    ArrayUnique(),
  ],
  'an enum of numbers': [IsIn([1, 2])],
  'a nested object that may be a list': [ValidateNested(), Type(() => Part)],
  'another name on the wire': [IsString(), Expose({ name: 'b' })],
  'a transformation of its own': [IsString(), Transform(({ value }: { value: unknown }) => value)],
};

describe('a schema is refused for a field with', () => {
  it.each(Object.entries(UNKNOWN))('%s', (_, decorators) => {
    class Field {
      declare a: unknown;
    }
    for (const decorate of decorators) decorate(Field.prototype, 'a');
    expect(() => schema(Field)).toThrow(UnknownConstraintError);
  });
});

function schema(contract: new () => object): Record<string, unknown> {
  return schemaOf(contract, { isOptional: isPresent, docstrings: new Map() });
}
