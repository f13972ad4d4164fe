import { Injectable } from '@nestjs/common';
import { isISO8601 } from 'class-validator';
import { isPosition, type Position, positionOf } from '#platform';
import { ReadMarks } from '../infrastructure/read-marks.js';

const LAST_ID = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

/**
 * Marks what the recipient has, and has not read, as read: all of it, or what is not newer than `upTo`. What comes
 * later is unread, whatever its time.
 */
@Injectable()
export class MarkAllRead {
  readonly #marks: ReadMarks;

  constructor(marks: ReadMarks) {
    this.#marks = marks;
  }

  /**
   * @param upTo A notification's cursor, or an ISO 8601 time.
   * @returns how many were marked.
   * @throws ProblemError 400 `invalid-cursor`
   */
  async execute(recipientId: string, upTo: string | undefined): Promise<number> {
    return this.#marks.markAll(recipientId, upTo === undefined ? undefined : endOf(upTo));
  }
}

function endOf(upTo: string): Position | undefined {
  const time: Position = { at: isISO8601(upTo, { strict: true }) ? Date.parse(upTo) : NaN, id: LAST_ID };
  return isPosition(time) ? time : positionOf(upTo);
}
