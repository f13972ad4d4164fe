import { Injectable } from '@nestjs/common';
import { NotificationReader } from '../infrastructure/notification-reader.js';

/** How many notifications a recipient has not read, and has not even seen in the list. */
@Injectable()
export class CountUnread {
  readonly #reader: NotificationReader;

  constructor(reader: NotificationReader) {
    this.#reader = reader;
  }

  execute(recipientId: string): Promise<{ unread: number; unseen: number }> {
    return this.#reader.counts(recipientId);
  }
}
