import { decodeCursor, encodeCursor, type Page } from '#platform';

/** Where a list that is ordered by time stands: behind the item of this instant and id. */
export interface Position {
  at: string;
  id: string;
}

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/u;
const UUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/iu;

/** @throws ProblemError 400 `invalid-cursor` */
export function positionOf(cursor: string | undefined): Position | undefined {
  if (cursor === undefined) return undefined;
  const { at, id } = decodeCursor(cursor, isPosition);
  return { at: new Date(at).toISOString(), id };
}

function isPosition(value: object): value is Position {
  if (!('at' in value) || !('id' in value)) return false;
  const { at, id } = value;
  return (
    typeof at === 'string' &&
    INSTANT.test(at) &&
    Date.parse(at) >= 0 &&
    typeof id === 'string' &&
    UUID.test(id)
  );
}

/**
 * A page of rows that were asked for with one more than fits: the one too many says that there is a next page.
 *
 * @param positionOfLast the position behind the page's last item
 */
export function pageOf<Row>(
  rows: readonly Row[],
  limit: number,
  positionOfLast: (row: Row) => object,
): Page<Row> {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return {
    items,
    next: rows.length > limit && last !== undefined ? encodeCursor(positionOfLast(last)) : null,
  };
}
