import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../../../infra/dev/paths.mjs';

export type Payload = Record<string, unknown>;

/** One committed example of an event's `data`. */
export interface Fixture {
  type: string;
  /** `minimal`, `maximal`, … */
  name: string;
  data: Payload;
}

export const FIXTURES = join(ROOT, 'libs/contracts/fixtures');

/** Every valid fixture below a folder: `<context>/<event-name>.v<N>/<name>.json`. */
export function fixturesIn(folder: string): Fixture[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .flatMap((path) => {
      const [, context, event, name] = /^([^/]+)\/([^/]+)\/([^/]+)\.json$/.exec(path) ?? [];
      if (context === undefined || event === undefined || name === undefined) return [];
      const data = JSON.parse(readFileSync(join(folder, path), 'utf8')) as Payload;
      return [{ type: `events.${context}.${event}`, name, data }];
    })
    .toSorted((a, b) => `${a.type}/${a.name}`.localeCompare(`${b.type}/${b.name}`));
}

/** `events.cards.card-added-to-library.v1` → `events.cards.card-added-to-library` and 1. */
export function versionOf(type: string): { name: string; major: number } {
  const [, name, major] = /^(.+)\.v(\d+)$/.exec(type) ?? [];
  if (name === undefined) throw new Error(`${type} is no versioned type`);
  return { name, major: Number(major) };
}

/** The service that publishes it. */
export function producerOf(type: string): string {
  const [, context] = type.split('.');
  if (context === undefined) throw new Error(`${type} names no context`);
  return context;
}
