import { Injectable } from '@nestjs/common';
import { ProblemError } from '#platform';
import { ReadMarks } from '../infrastructure/read-marks.js';

/** Marks one of the recipient's own notifications as read; it may be so already. */
@Injectable()
export class MarkRead {
  readonly #marks: ReadMarks;

  constructor(marks: ReadMarks) {
    this.#marks = marks;
  }

  /** @throws ProblemError 404 `notification-not-found`, also for somebody else's. */
  async execute(recipientId: string, notificationId: string): Promise<void> {
    if (await this.#marks.markOne(recipientId, notificationId)) return;
    throw new ProblemError({
      status: 404,
      code: 'notification-not-found',
      title: 'No such notification',
      detail: 'It never was, is not yours, or was withdrawn because the act was undone.',
    });
  }
}
