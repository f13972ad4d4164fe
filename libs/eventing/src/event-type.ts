/** A published type taken apart: `events.cards.collection-created.v2` is major 2 of `events.cards.collection-created`. */
export interface EventType {
  name: string;
  major: number;
}

/** @returns undefined for what is no versioned type */
export function parseEventType(type: string): EventType | undefined {
  const match = /^(.+)\.v([1-9]\d{0,8})$/.exec(type);
  if (match?.[1] === undefined) return undefined;
  return { name: match[1], major: Number(match[2]) };
}
