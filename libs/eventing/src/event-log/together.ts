import { parseEventType } from '../event-type.js';

const TWINS = Symbol('twins');

/** What an integration event's class says about itself. */
export function publishedType(event: object): string {
  const type: unknown = (event.constructor as { type?: unknown }).type;
  if (typeof type === 'string') return type;
  throw new TypeError(
    `${event.constructor.name} has no static "type": an integration event must be an instance of its contract class`,
  );
}

/**
 * Several majors of one act, for the time in which consumers move from one to the next: each becomes an event of its
 * own, and tells of the others (`twins`), so that a consumer takes one of them and lets the others pass.
 *
 * @returns the events, the oldest major first, to stand one behind the other in `integrationEvents`
 * @throws TypeError when they are not different majors of one event
 */
export function together(...events: readonly object[]): readonly object[] {
  const versions = events.map((event) => {
    const type = publishedType(event);
    const parsed = parseEventType(type);
    if (parsed === undefined) throw new TypeError(`${type} has no major`);
    return { event, type, ...parsed };
  });
  const [first] = versions;
  const majors = new Set(versions.map(({ major }) => major));
  if (versions.some(({ name }) => name !== first?.name) || majors.size < versions.length) {
    const types = versions.map(({ type }) => type).join(', ');
    throw new TypeError(`Only different majors of one event are published together, not ${types}`);
  }
  for (const { event, type } of versions) {
    const twins = versions.map((other) => other.type).filter((other) => other !== type);
    Object.defineProperty(event, TWINS, { value: twins });
  }
  return versions.sort((a, b) => a.major - b.major).map(({ event }) => event);
}

/** Types that are published for the same act as this event. */
export function twinsOf(event: object): readonly string[] {
  return (event as { [TWINS]?: readonly string[] })[TWINS] ?? [];
}

/**
 * Consumers step over the later twins of the one that they take: nothing may stand between them.
 *
 * @throws TypeError when twins of a change do not stand as `together` returned them
 */
export function assertTogether(events: readonly object[]): void {
  const types = events.map(publishedType);
  events.forEach((event, index) => {
    const twins = twinsOf(event);
    if (twins.length === 0) return;
    const own = publishedType(event);
    const act = [own, ...twins].sort((a, b) => majorOf(a) - majorOf(b));
    const first = index - act.indexOf(own);
    if (act.every((type, position) => types[first + position] === type)) return;
    throw new TypeError(
      `${act.join(', ')} are published together: they stand one behind the other, the oldest first`,
    );
  });
}

function majorOf(type: string): number {
  return parseEventType(type)?.major ?? 0;
}
