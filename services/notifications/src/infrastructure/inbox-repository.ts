import { Injectable } from '@nestjs/common';
import { eq, sql as expression } from 'drizzle-orm';
import type { TransactionSql } from 'postgres';
import { ConcurrencyConflict, type UnitOfWork } from '#eventing';
import { statement } from '#platform';
import { type Inbox, inboxId } from '../domain/inbox.js';
import { inboxes } from './schema.js';

/** An inbox as it is stored: the aggregate, and how many integration events it has published. */
export type StoredInbox = Inbox & { sequence: number };

/** An inbox that was changed; `before` is what was loaded, `undefined` for a new one. */
export interface ChangedInbox {
  before: StoredInbox | undefined;
  after: StoredInbox;
}

const selectInbox = statement((db) =>
  db
    .select()
    .from(inboxes)
    .where(eq(inboxes.inboxId, expression.placeholder('id'))),
);

@Injectable()
export class InboxRepository {
  async find(uow: UnitOfWork, recipientId: string): Promise<StoredInbox | undefined> {
    const [row] = await selectInbox(uow.sql, { id: inboxId(recipientId) });
    return row && storedOf(row);
  }

  /** The inbox, if there is one; nobody else changes it until the commit. */
  async lock(uow: UnitOfWork, recipientId: string): Promise<StoredInbox | undefined> {
    return (await this.lockAll(uow, [recipientId])).get(recipientId);
  }

  /** The inboxes of these recipients, those that there are, by recipient; nobody else changes them until the commit. */
  async lockAll(uow: UnitOfWork, recipientIds: readonly string[]): Promise<ReadonlyMap<string, StoredInbox>> {
    const rows = await uow.sql<(typeof inboxes.$inferSelect)[]>`
      select inbox_id as "inboxId", recipient_id as "recipientId", announced, last_read_at as "lastReadAt",
        seen_at as "seenAt", seen_act_id as "seenActId", last_digest_day as "lastDigestDay", version, sequence
      from inboxes where inbox_id = any(${recipientIds.map(inboxId)}::uuid[])
      order by inbox_id for update`;
    return new Map(rows.map((row) => [row.recipientId, storedOf(row)]));
  }

  /** @throws ConcurrencyConflict when one was changed, or made, since it was loaded. */
  async save(uow: UnitOfWork, changed: readonly ChangedInbox[]): Promise<void> {
    const made = changed.filter(({ before }) => before === undefined);
    const kept = changed.filter(({ before }) => before !== undefined);
    const written = await Promise.all([
      made.length === 0 ? 0 : insert(uow.sql, made),
      kept.length === 0 ? 0 : update(uow.sql, kept),
    ]);
    if (written[0] < made.length || written[1] < kept.length) {
      throw new ConcurrencyConflict(changed.map(({ after }) => after.inboxId).join(', '));
    }
  }
}

function rowsOf(changed: readonly ChangedInbox[]): string {
  return JSON.stringify(
    changed.map(({ before, after: { seenUpTo, ...inbox } }) => ({
      ...inbox,
      seenAt: seenUpTo?.occurredAt ?? null,
      seenActId: seenUpTo?.actId ?? null,
      loadedVersion: before?.version ?? null,
    })),
  );
}

async function insert(sql: TransactionSql, changed: readonly ChangedInbox[]): Promise<number> {
  const { count } = await sql`
    insert into inboxes (inbox_id, recipient_id, announced, last_read_at, seen_at, seen_act_id, last_digest_day,
      version, sequence)
    select r."inboxId", r."recipientId", r.announced, r."lastReadAt", r."seenAt", r."seenActId", r."lastDigestDay",
      r.version, r.sequence
    from jsonb_to_recordset(${rowsOf(changed)}::text::jsonb)
      as r ("inboxId" uuid, "recipientId" text, announced int, "lastReadAt" timestamptz, "seenAt" timestamptz,
            "seenActId" uuid, "lastDigestDay" date, version int, sequence int)
    order by 1
    on conflict (inbox_id) do nothing`;
  return count;
}

async function update(sql: TransactionSql, changed: readonly ChangedInbox[]): Promise<number> {
  const { count } = await sql`
    update inboxes i set announced = r.announced, last_read_at = r."lastReadAt", seen_at = r."seenAt",
      seen_act_id = r."seenActId", last_digest_day = r."lastDigestDay", version = r.version, sequence = r.sequence
    from jsonb_to_recordset(${rowsOf(changed)}::text::jsonb)
      as r ("inboxId" uuid, announced int, "lastReadAt" timestamptz, "seenAt" timestamptz, "seenActId" uuid,
            "lastDigestDay" date, version int, sequence int, "loadedVersion" int)
    where i.inbox_id = r."inboxId" and i.version = r."loadedVersion"`;
  return count;
}

function storedOf({ seenAt, seenActId, lastReadAt, ...inbox }: typeof inboxes.$inferSelect): StoredInbox {
  return {
    ...inbox,
    lastReadAt: lastReadAt === null ? null : isoOf(lastReadAt),
    seenUpTo: seenAt === null || seenActId === null ? null : { occurredAt: isoOf(seenAt), actId: seenActId },
  };
}

/** The database writes times in a form of its own. */
function isoOf(time: string): string {
  return new Date(time).toISOString();
}
