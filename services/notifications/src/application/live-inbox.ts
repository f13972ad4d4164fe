import { Inject, Injectable, Optional } from '@nestjs/common';
import { isNews, type NumberedChange } from '#eventing';
import { Database, type LiveEvent, type LiveSource, type LiveTopic, People } from '#platform';
import { notificationId } from '../domain/reason.js';
import { toldConnectionsOf, toldOf } from '../infrastructure/live-changes.js';
import { NotificationReader } from '../infrastructure/notification-reader.js';
import { type NotificationView, viewsOf } from './list-notifications.js';

/** The notifications of one recipient. */
export interface InboxTopic extends LiveTopic {
  recipientId: string;
}

export function inboxTopic(recipientId: string): InboxTopic {
  return { key: recipientId, recipientId };
}

/** Tells recipients of what is announced to them and of what is gone, as their list has it, and how much is unread. */
@Injectable()
export class LiveInbox implements LiveSource<InboxTopic> {
  readonly #database: Database;
  readonly #reader: NotificationReader;
  readonly #people: People | undefined;

  constructor(database: Database, reader: NotificationReader, @Optional() @Inject(People) people?: People) {
    this.#database = database;
    this.#reader = reader;
    this.#people = people;
  }

  async route(
    changes: readonly NumberedChange[],
    topics: readonly InboxTopic[],
  ): Promise<ReadonlyMap<InboxTopic, NumberedChange[]>> {
    const acts = changes.filter(({ kind }) => kind === 'act').map(({ subject }) => subject);
    const recipientIds = topics.map(({ recipientId }) => recipientId);
    const told = acts.length === 0 ? [] : await toldOf(this.#database.sql, acts, recipientIds);
    const recipientsOf = Map.groupBy(told, ({ actId }) => actId);
    const topicOf = new Map(topics.map((topic) => [topic.recipientId, topic]));
    const routed = new Map<InboxTopic, NumberedChange[]>();
    for (const change of changes) {
      const concerned =
        change.kind === 'act'
          ? (recipientsOf.get(change.subject) ?? []).map(({ recipientId }) => recipientId)
          : change.keys;
      for (const recipientId of concerned) {
        const topic = topicOf.get(recipientId);
        if (topic === undefined) continue;
        const own = routed.get(topic);
        if (own === undefined) routed.set(topic, [change]);
        else own.push(change);
      }
    }
    return routed;
  }

  async events({ recipientId }: InboxTopic, changes: readonly NumberedChange[]): Promise<LiveEvent[]> {
    const last = changes.at(-1);
    if (last === undefined) return [];
    const acts = await this.#actsOf(recipientId, changes);
    const views = await this.#views(recipientId, [...acts.keys()]);
    const items = [...acts].flatMap(([actId, { position, isTold }]) => {
      const view = views.get(actId);
      if (view === undefined) {
        const data = { notificationId: notificationId(recipientId, actId) };
        return [{ event: 'notification-gone', data, position }];
      }
      if (!isTold || !isNews(view.createdAt)) return [];
      const data = this.#people?.beside(view, [view.actorId]) ?? view;
      return [{ event: 'notification', data, position }];
    });
    return [
      ...items.toSorted((a, b) => a.position - b.position),
      await this.#unreadCount(recipientId, last.position),
    ];
  }

  async opening({ recipientId }: InboxTopic, position: number): Promise<LiveEvent[]> {
    return [await this.#unreadCount(recipientId, position)];
  }

  /** The acts that changes are about, each with the last position at which something is to be said of it. */
  async #actsOf(
    recipientId: string,
    changes: readonly NumberedChange[],
  ): Promise<ReadonlyMap<string, { position: number; isTold: boolean }>> {
    const left = new Map(
      changes.filter(({ kind }) => kind === 'work-left').map(({ subject, position }) => [subject, position]),
    );
    const connections =
      left.size === 0 ? [] : await toldConnectionsOf(this.#database.sql, [...left.keys()], recipientId);
    const acts = new Map<string, { position: number; isTold: boolean }>();
    // Of a connection whose work left, all that there is to say is that it is gone.
    for (const { actId, urlKey } of connections) {
      acts.set(actId, { position: left.get(urlKey) ?? 0, isTold: false });
    }
    for (const { kind, subject, position } of changes) {
      if (kind === 'announced' || kind === 'act') acts.set(subject, { position, isTold: true });
    }
    return acts;
  }

  async #views(recipientId: string, actIds: readonly string[]): Promise<Map<string, NotificationView>> {
    if (actIds.length === 0) return new Map();
    const rows = await this.#reader.ofActs(recipientId, actIds);
    const views = await viewsOf(this.#reader, recipientId, rows);
    return new Map(views.map((view) => [view.actId, view]));
  }

  async #unreadCount(recipientId: string, position: number): Promise<LiveEvent> {
    return { event: 'unread-count', data: await this.#reader.counts(recipientId), position };
  }
}
