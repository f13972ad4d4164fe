import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ValidateBy } from 'class-validator';
import { CATALOGUE } from '#contracts';
import { ROOT } from '../../../infra/dev/paths.mjs';
import { type Fixture, fixturesIn } from './fixtures.js';
import { validatorOf } from './json-schema.js';

const RELEASES = join(ROOT, 'libs/contracts/releases');

/** A frozen release of the contracts. */
export interface Release {
  number: number;
  types: readonly string[];
  fixtures: readonly Fixture[];
}

/**
 * The release that deployed services may still be built with while today's are rolled out: the newest one with other
 * types than today's, else the one before the last.
 */
export function previousRelease(): Release {
  const numbers = readdirSync(RELEASES)
    .map(Number)
    .toSorted((a, b) => a - b);
  const releases = numbers.map(releaseOf);
  const today = CATALOGUE.map(({ type }) => type).toSorted();
  const others = releases.filter(({ types }) => types.join() !== today.join());
  const previous = others.at(-1) ?? releases.at(-2);
  if (previous === undefined) throw new Error(`There is no release before today's in ${RELEASES}`);
  return previous;
}

function releaseOf(number: number): Release {
  const folder = join(RELEASES, String(number));
  const { events } = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')) as { events: object };
  return { number, types: Object.keys(events).toSorted(), fixtures: fixturesIn(join(folder, 'fixtures')) };
}

/** An event's class as the release had it: its frozen schema says what is valid, and nothing of today's does. */
export function frozenClass(release: Release, type: string): { new (): object; readonly type: string } {
  const errorsOf = validatorOf(join(RELEASES, String(release.number), 'schemas'), type);
  class Frozen {
    static readonly type = type;
    /** Never there: the schema's complaints are put down to it. */
    payload?: never;
  }
  ValidateBy({
    name: 'frozenSchema',
    validator: {
      validate: (_value, args) => errorsOf(args?.object).length === 0,
      defaultMessage: (args) => errorsOf(args?.object).join('; '),
    },
  })(Frozen.prototype, 'payload');
  return Frozen;
}
