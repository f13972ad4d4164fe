import { Injectable } from '@nestjs/common';
import { GroupReader } from '../infrastructure/group-reader.js';
import { NotificationReader } from '../infrastructure/notification-reader.js';
import { groupViewsOf, type GroupView } from './list-groups.js';

/** More is not read in a mail. */
const GROUPS = 50;

/** What a recipient has not read of one day's acts. */
export interface DigestView {
  /** In UTC. */
  day: string;
  /** Of notifications, in all groups. */
  count: number;
  /** Newest first; the first 50. */
  groups: GroupView[];
}

/** What would be mailed to a recipient for a day. */
@Injectable()
export class GetDigest {
  readonly #groups: GroupReader;
  readonly #reader: NotificationReader;

  constructor(groups: GroupReader, reader: NotificationReader) {
    this.#groups = groups;
    this.#reader = reader;
  }

  async execute(recipientId: string, day: string): Promise<DigestView> {
    const rows = await this.#groups.unreadOn(recipientId, day);
    const groups = await groupViewsOf(this.#reader, recipientId, rows.slice(0, GROUPS));
    return { day, count: rows.reduce((sum, { count }) => sum + count, 0), groups };
  }
}
