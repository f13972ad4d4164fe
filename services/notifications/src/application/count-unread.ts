import { Injectable } from '@nestjs/common';
import { NotificationReader } from '../infrastructure/notification-reader.js';

@Injectable()
export class CountUnread {
  readonly #reader: NotificationReader;

  constructor(reader: NotificationReader) {
    this.#reader = reader;
  }

  execute(recipientId: string): Promise<number> {
    return this.#reader.countUnread(recipientId);
  }
}
