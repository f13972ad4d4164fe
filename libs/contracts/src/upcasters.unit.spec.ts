import 'reflect-metadata';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { CATALOGUE } from './catalogue.js';
import { UPCASTERS } from './upcasters.js';

const folder = join(import.meta.dirname, '..');
const FIXTURES = ['minimal.json', 'maximal.json'];

/** `events.cards.collection-created.v1` is kept under `cards/collection-created.v1`. */
const pathOf = (type: string): string => type.split('.').slice(1).join('.').replace('.', '/');
const goldenOf = (from: string, to: string): string => {
  const major = /v\d+$/.exec(to)?.[0] ?? '';
  return join(folder, 'upcasts', `${pathOf(from)}-to-${major}`);
};
const read = (path: string): Record<string, unknown> =>
  JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>;

function frozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null) Object.values(Object.freeze(value)).forEach(frozen);
  return value;
}

/** What the next major's class has to say against a payload, with fields that it does not know. */
function errorsOf(type: string, data: object): string[] {
  const contract = CATALOGUE.find((event) => event.type === type);
  if (contract === undefined) return [`${type} is not in the catalogue`];
  const closed = { whitelist: true, forbidNonWhitelisted: true };
  return validateSync(plainToInstance(contract, data), closed).map(String);
}

describe('the upcasters', () => {
  it('lead from the first major of each event to its newest without a gap', () => {
    const steps = CATALOGUE.flatMap(({ type }) => {
      const [, name, major] = /^(.+)\.v(\d+)$/.exec(type) ?? [];
      return Number(major) > 1 ? [[`${name}.v${Number(major) - 1}`, type]] : [];
    });
    expect(UPCASTERS.map(({ from, to }) => [from, to]).toSorted()).toEqual(steps.toSorted());
    const known = new Set(CATALOGUE.map(({ type }) => type));
    expect(steps.filter(([from]) => !known.has(from!))).toEqual([]);
  });

  it('are all that there are files for', () => {
    const contexts = readdirSync(join(folder, 'upcasts'));
    const golden = contexts.flatMap((context) =>
      readdirSync(join(folder, 'upcasts', context)).map((name) => join(folder, 'upcasts', context, name)),
    );
    expect(golden.toSorted()).toEqual(UPCASTERS.map(({ from, to }) => goldenOf(from, to)).toSorted());
  });
});

describe.each(UPCASTERS.map((step) => [step.from, step.to, step] as const))('%s → %s', (from, to, step) => {
  const upcast = (data: object): object => (step.upcast as (old: object) => object)(data);

  describe.each(FIXTURES)('of %s', (file) => {
    const old = read(join(folder, 'fixtures', pathOf(from), file));

    it('gives what is written down, valid by the next major', () => {
      const golden = join(goldenOf(from, to), file);
      if (!existsSync(golden))
        throw new Error(`Write down what it gives, in ${golden}: ${JSON.stringify(upcast(old))}`);
      expect(upcast(old)).toEqual(read(golden));
      expect(errorsOf(to, upcast(old))).toEqual([]);
    });

    it('is pure: it gives the same again, and leaves what it is given', () => {
      const untouched = frozen(structuredClone(old));
      expect(upcast(untouched)).toEqual(upcast(untouched));
      expect(untouched).toEqual(old);
    });

    it('lets pass what nobody here knows', () => {
      expect(upcast({ ...old, unknownHere: [1] })).toEqual({ ...upcast(old), unknownHere: [1] });
    });
  });
});
