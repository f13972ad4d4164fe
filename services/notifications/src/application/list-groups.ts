import { Injectable } from '@nestjs/common';
import { decodeCursor, isPosition, type Page, pageOf, type PageQuery, type Position } from '#platform';
import { notificationId, type NotificationType } from '../domain/reason.js';
import { GroupReader, type GroupRow } from '../infrastructure/group-reader.js';
import { NotificationReader } from '../infrastructure/notification-reader.js';
import { type NotificationView, viewsOf } from './list-notifications.js';

const ACTORS_SHOWN = 3;

/** What several researchers did to one thing in one day. */
export interface GroupView {
  type: NotificationType;
  /** In UTC. */
  day: string;
  count: number;
  unread: number;
  unseen: number;
  actorCount: number;
  /** Of the newest; the latest first. */
  actorIds: string[];
  /** The newest; the latest first. */
  notificationIds: string[];
  latest: NotificationView;
}

/** Where a list of groups stands, and the newest notification that there was when its reading began. */
interface GroupPosition extends Position {
  top: Position;
}

/**
 * A recipient's notifications in groups, such as "Ada and three others saved your card": those of one type on one
 * thing and day. The groups of a list that is being read stay where they are: what is newer than its first page is
 * left out of its others.
 */
@Injectable()
export class ListGroups {
  readonly #groups: GroupReader;
  readonly #reader: NotificationReader;

  constructor(groups: GroupReader, reader: NotificationReader) {
    this.#groups = groups;
    this.#reader = reader;
  }

  /** @throws ProblemError 400 `invalid-cursor` */
  async execute(recipientId: string, { limit, cursor }: PageQuery): Promise<Page<GroupView>> {
    const after = cursor === undefined ? undefined : decodeCursor(cursor, isGroupPosition);
    const rows = await this.#groups.list(recipientId, after?.top, after, limit + 1);
    const first = rows[0];
    const { items, next } = pageOf(rows, limit, (row) => ({
      ...placeOf(row),
      top: after?.top ?? placeOf(first ?? row),
    }));
    return { items: await groupViewsOf(this.#reader, recipientId, items), next };
  }
}

/** Rows as they are shown; one whose newest was withdrawn since they were read is left out. */
export async function groupViewsOf(
  reader: NotificationReader,
  recipientId: string,
  rows: readonly GroupRow[],
): Promise<GroupView[]> {
  const latest = await viewsOf(
    reader,
    recipientId,
    rows.map((row) => ({ ...placeOf(row), read: row.read, seen: row.seen })),
  );
  const views = new Map(latest.map((view) => [view.actId, view]));
  return rows.flatMap((row) => {
    const view = views.get(placeOf(row).id);
    return view === undefined ? [] : [groupOf(recipientId, row, view)];
  });
}

function groupOf(recipientId: string, row: GroupRow, latest: NotificationView): GroupView {
  const { type, day, count, unread, unseen, actorCount, actorIds, actIds } = row;
  return {
    type,
    day,
    count,
    unread,
    unseen,
    actorCount,
    actorIds: [...new Set(actorIds)].slice(0, ACTORS_SHOWN),
    notificationIds: actIds.map((actId) => notificationId(recipientId, actId)),
    latest,
  };
}

function placeOf({ at, actIds }: GroupRow): Position {
  const [id] = actIds;
  if (id === undefined) throw new Error('A group has at least one notification');
  return { at, id };
}

function isGroupPosition(value: object): value is GroupPosition {
  return (
    isPosition(value) &&
    'top' in value &&
    typeof value.top === 'object' &&
    value.top !== null &&
    isPosition(value.top)
  );
}
