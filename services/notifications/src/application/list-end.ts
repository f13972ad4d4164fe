import { isISO8601 } from 'class-validator';
import { isPosition, type Position, positionOf } from '#platform';

/** Behind every act of its instant. */
export const LAST_ID = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

/**
 * Up to where a command on a list goes.
 *
 * @param upTo A notification's cursor, or an ISO 8601 time; undefined for all there is.
 * @throws ProblemError 400 `invalid-cursor`, which names `upTo`
 */
export function endOf(upTo: string | undefined): Position | undefined {
  if (upTo === undefined) return undefined;
  const time: Position = { at: isISO8601(upTo, { strict: true }) ? Date.parse(upTo) : NaN, id: LAST_ID };
  return isPosition(time) ? time : positionOf(upTo, 'upTo');
}
