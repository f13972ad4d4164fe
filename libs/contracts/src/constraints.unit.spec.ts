import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { UrlMetadata } from './cards/url-metadata.js';
import { IsInstant, IsOpenEnum, Nested, Optional } from './constraints.js';

class Sample {
  @Optional()
  @IsInstant()
  at?: string;

  @Optional()
  @IsOpenEnum(['red', 'blue'], 'blue')
  colour?: 'red' | 'blue';

  @Nested(() => UrlMetadata)
  metadata!: UrlMetadata;
}

describe('an optional field', () => {
  it('may be missing', () => {
    expect(brokenFields({})).toEqual([]);
  });

  it('may not be null, which handlers do not expect', () => {
    expect(brokenFields({ at: null })).toEqual(['at']);
  });
});

describe('an instant', () => {
  it.each(['2026-11-22T09:30:00Z', '2026-11-22T09:30:00.123456Z', '2024-02-29T00:00:00Z'])(
    'may be %s',
    (at) => {
      expect(brokenFields({ at })).toEqual([]);
    },
  );

  it.each(['2026-11-22', '2026-11-22T09:30:00', '2026-11-22T09:30:00+00:00', '2026-02-29T00:00:00Z', 0])(
    'may not be %s',
    (at) => {
      expect(brokenFields({ at })).toEqual(['at']);
    },
  );
});

describe('an open enum', () => {
  it('reads a value that it does not know as its fallback', () => {
    const sample = read({ colour: 'green' });
    expect(sample.colour).toBe('blue');
    expect(validateSync(sample)).toEqual([]);
  });

  it('keeps a value that it knows', () => {
    expect(read({ colour: 'red' }).colour).toBe('red');
  });

  it.each([7, null, {}])('does not read %p', (colour) => {
    expect(brokenFields({ colour })).toEqual(['colour']);
  });

  it('may not be written with a value outside its list', () => {
    const sample = Object.assign(read({}), { colour: 'green' });
    expect(validateSync(sample).map(({ property }) => property)).toEqual(['colour']);
  });
});

describe('a nested object', () => {
  it.each([undefined, null, [], 'text'])('may not be %p', (metadata) => {
    expect(brokenFields({ metadata })).toEqual(['metadata']);
  });

  it('is checked itself', () => {
    expect(brokenFields({ metadata: { title: 7 } })).toEqual(['metadata']);
  });
});

function read(fields: object): Sample {
  return plainToInstance(Sample, { metadata: {}, ...fields });
}

function brokenFields(fields: object): string[] {
  return validateSync(read(fields)).map(({ property }) => property);
}
