import { Injectable } from '@nestjs/common';
import { and, eq } from 'drizzle-orm';
import { ConcurrencyConflict, type UnitOfWork } from '#eventing';
import { Database } from '#platform';
import { type Inbox, inboxId } from '../domain/inbox.js';
import { inboxes } from './schema.js';

/** An inbox as it is stored: the aggregate, and how many integration events it has published. */
export type StoredInbox = Inbox & { sequence: number };

@Injectable()
export class InboxRepository {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  async find(uow: UnitOfWork, recipientId: string): Promise<StoredInbox | undefined> {
    const [row] = await this.#database
      .drizzle(uow.sql)
      .select()
      .from(inboxes)
      .where(eq(inboxes.inboxId, inboxId(recipientId)));
    if (row === undefined) return undefined;
    const { seenAt, seenActId, lastReadAt, ...inbox } = row;
    return {
      ...inbox,
      lastReadAt: lastReadAt === null ? null : isoOf(lastReadAt),
      seenUpTo:
        seenAt === null || seenActId === null ? null : { occurredAt: isoOf(seenAt), actId: seenActId },
    };
  }

  /**
   * @param before What was loaded; `undefined` for a new inbox.
   * @throws ConcurrencyConflict when it was changed, or made, since it was loaded.
   */
  async save(uow: UnitOfWork, before: StoredInbox | undefined, after: StoredInbox): Promise<void> {
    const db = this.#database.drizzle(uow.sql);
    const { seenUpTo, ...inbox } = after;
    const row = { ...inbox, seenAt: seenUpTo?.occurredAt ?? null, seenActId: seenUpTo?.actId ?? null };
    const written =
      before === undefined
        ? await db.insert(inboxes).values(row).onConflictDoNothing().returning({ id: inboxes.inboxId })
        : await db
            .update(inboxes)
            .set(row)
            .where(and(eq(inboxes.inboxId, before.inboxId), eq(inboxes.version, before.version)))
            .returning({ id: inboxes.inboxId });
    if (written.length === 0) throw new ConcurrencyConflict(after.inboxId);
  }
}

/** The database writes times in a form of its own. */
function isoOf(time: string): string {
  return new Date(time).toISOString();
}
