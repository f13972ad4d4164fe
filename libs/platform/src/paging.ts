import { ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, IsString, Max, Min } from 'class-validator';
import { ProblemError } from './problem.js';
import { Characters, Optional } from './validation.js';

/** One page of a list, and the cursor of the next. */
export interface Page<T> {
  items: T[];
  /** Opaque; `null` on the last page. */
  next: string | null;
}

/** Query parameters of every list. */
export class PageQuery {
  @ApiPropertyOptional({ type: 'integer', minimum: 1, maximum: 100, default: 20 })
  @Optional()
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(100)
  limit: number = 20;

  @ApiPropertyOptional({ description: 'The `next` of the page before', maxLength: 1_000 })
  @Optional()
  @IsString()
  @Characters(0, 1_000)
  cursor?: string;
}

/** Where a list that is ordered by (time, id), newest first, stands: behind the item of this instant and id. */
export interface Position {
  /** Milliseconds since 1970. */
  at: number;
  id: string;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
/** What is later, the database may not be able to read. */
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

/**
 * Where a list by (time, id) goes on.
 *
 * @param field the request's name for the cursor
 * @returns undefined for the first page
 * @throws ProblemError 400 `invalid-cursor`
 */
export function positionOf(cursor: string | undefined, field = 'cursor'): Position | undefined {
  return cursor === undefined ? undefined : decodeCursor(cursor, isPosition, field);
}

/**
 * A page of rows that were asked for with one more than fits: the one too many says that there is a next page.
 *
 * @param positionOfLast the position behind the page's last row
 */
export function pageOf<Row>(
  rows: readonly Row[],
  limit: number,
  positionOfLast: (row: Row) => object,
): Page<Row> {
  const items = rows.slice(0, limit);
  const last = rows.length > limit ? items.at(-1) : undefined;
  return { items, next: last === undefined ? null : encodeCursor(positionOfLast(last)) };
}

/** Makes an opaque cursor of the position after a page's last item. */
export function encodeCursor(position: object): string {
  return Buffer.from(JSON.stringify(position)).toString('base64url');
}

/**
 * Reads a cursor back. The caller says what a position looks like; anything else is refused.
 *
 * @param field the request's name for the cursor
 * @throws ProblemError 400 `invalid-cursor`
 */
export function decodeCursor<T extends object>(
  cursor: string,
  isPosition: (value: object) => value is T,
  field = 'cursor',
): T {
  try {
    const value: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    if (typeof value === 'object' && value !== null && isPosition(value)) return value;
  } catch {
    // Falls through: not JSON is as wrong as not a position.
  }
  throw new ProblemError({
    status: 400,
    code: 'invalid-cursor',
    title: 'The cursor is not valid',
    detail: `Use a cursor of this same list as it was answered, or leave "${field}" out.`,
    errors: [{ field, message: `${field} must be a cursor of this list, as it was answered` }],
  });
}
