import 'reflect-metadata';
import { Expose, plainToInstance, Transform, Type } from 'class-transformer';
import {
  IsArray,
  IsInt,
  IsObject,
  IsOptional,
  IsString,
  Length,
  Matches,
  Min,
  ValidateIf,
  ValidateNested,
  validateSync,
} from 'class-validator';
import fc from 'fast-check';
import { payloadReaderOf } from './payload-reader.js';

class Place {
  @IsString()
  @Length(1, 5)
  name!: string;

  @IsOptional()
  @Transform(({ value }: { value: unknown }) => (value === 'x' ? 'y' : value))
  @Matches(/^[a-z]$/)
  letter?: string;
}

class Sample {
  @IsInt()
  @Min(0)
  count!: number;

  @ValidateIf((_, value) => value !== undefined)
  @IsArray()
  @IsString({ each: true })
  tags?: string[];

  @IsObject()
  @ValidateNested()
  @Type(() => Place)
  place!: Place;

  @ValidateIf((_, value) => value !== undefined)
  @IsArray()
  @ValidateNested({ each: true })
  @Type(() => Place)
  more?: Place[];
}

/** What the libraries say: the instance, if it is valid. */
function byLibraries(data: unknown): object | undefined {
  try {
    const instance = plainToInstance(Sample, data) as object;
    return validateSync(instance, { forbidUnknownValues: true }).length === 0 ? instance : undefined;
  } catch {
    return undefined;
  }
}

const read = payloadReaderOf(Sample);

describe('reading a payload', () => {
  const name = fc.constantFrom<unknown>('a', 'abc', '', 'too long', 7, null);
  const letter = fc.constantFrom<unknown>('a', 'x', 'A', 3, null, undefined);
  const place = fc.oneof(
    { weight: 6, arbitrary: fc.record({ name, letter }, { requiredKeys: ['name'], noNullPrototype: true }) },
    fc.constantFrom<unknown>(null, 'a', [], [[]], { name: { constructor: 1 } }, { name: 'a', toString: 'b' }),
  );
  const known = fc.record(
    {
      count: fc.constantFrom<unknown>(0, 1, 2, -1, 1.5, '1', null),
      tags: fc.constantFrom<unknown>([], ['a'], ['a', 'b'], undefined, [1], 'a', null, { 0: 'a' }, [['a']]),
      place,
      more: fc.oneof(fc.array(place, { maxLength: 2 }), fc.constantFrom<unknown>(undefined, null, 'a', {})),
    },
    { requiredKeys: ['count', 'place'], noNullPrototype: true },
  );
  const odd = fc.constantFrom<object>(
    { further: 1 },
    { further: ['a'] },
    { further: { a: 1 } },
    { further: { constructor: 'a' } },
    { further: [{ a: 1 }] },
    { constructor: 'a' },
    { valueOf: 1 },
  );
  const payload = fc.oneof(
    { weight: 4, arbitrary: known },
    { weight: 1, arbitrary: fc.tuple(known, odd).map(([fields, more]) => ({ ...fields, ...more })) },
  );

  it('never says anything else than the libraries, and says it of most that is valid', () => {
    let valid = 0;
    let taken = 0;
    fc.assert(
      fc.property(fc.oneof({ weight: 20, arbitrary: payload }, fc.anything()), (data) => {
        const expected = byLibraries(data);
        const actual = read?.(data);
        if (expected !== undefined) valid += 1;
        if (actual === undefined) return;
        taken += 1;
        expect(actual).toEqual(expected);
        expect(actual).toBeInstanceOf(Sample);
      }),
      { numRuns: 10_000 },
    );
    expect(valid).toBeGreaterThan(100);
    expect(taken / valid).toBeGreaterThan(0.5);
  });

  it('makes instances of nested classes, and transforms what is to be transformed', () => {
    const data = {
      count: 1,
      place: { name: 'a', letter: 'x' },
      more: [{ name: 'b' }],
      tags: ['t'],
      further: [1],
    };
    const actual = read?.(data) as Sample;
    expect(actual).toEqual(byLibraries(data));
    expect(actual.place).toBeInstanceOf(Place);
    expect(actual.place.letter).toBe('y');
    expect(actual.more?.[0]).toBeInstanceOf(Place);
  });

  it.each([
    ['a rule does not hold', { count: -1, place: { name: 'a' } }],
    ['a nested rule does not hold', { count: 1, place: { name: '' } }],
    ['an object has no class', { count: 1, place: { name: 'a' }, other: { a: 1 } }],
    ['a field is one of every object', JSON.parse('{"count":1,"place":{"name":"a"},"__proto__":{"a":1}}')],
    ['it is no object', 'a'],
    ['it is a list', [{ count: 1 }]],
  ])('leaves it to the libraries when %s', (_, data: unknown) => {
    expect(read?.(data)).toBeUndefined();
  });
});

describe('a class that is not followed', () => {
  class Exposed {
    @Expose({ name: 'other' })
    @IsString()
    name!: string;
  }
  class Grouped {
    @IsString({ groups: ['some'] })
    name!: string;
  }
  class Converted {
    @Type(() => Number)
    @IsInt()
    count!: number;
  }
  class WithoutRules {
    name!: string;
  }
  class Heir extends Place {
    @IsInt()
    height!: number;
  }

  it.each([Exposed, Grouped, Converted, WithoutRules, Heir])('%p', (contract) => {
    expect(payloadReaderOf(contract)).toBeUndefined();
  });

  it('a field without a rule that is converted', () => {
    class Loose {
      @IsInt()
      count!: number;

      @Transform(() => 'converted')
      name?: string;
    }
    expect(payloadReaderOf(Loose)?.({ count: 1 })).toEqual({ count: 1 });
    expect(payloadReaderOf(Loose)?.({ count: 1, name: 'a' })).toBeUndefined();
  });
});
