/** A place in a list that is ordered by (time, id), newest first. */
export interface Position {
  /** Milliseconds since 1970. */
  at: number;
  id: string;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const LAST_INSTANT = Date.UTC(9999, 11, 31);

export function isPosition(value: object): value is Position {
  if (!('at' in value && 'id' in value)) return false;
  const { at, id } = value;
  return (
    Number.isSafeInteger(at) &&
    Number(at) >= 0 &&
    Number(at) <= LAST_INSTANT &&
    typeof id === 'string' &&
    UUID.test(id)
  );
}
