import { createHash } from 'node:crypto';
import { Aggregate, type Progress, UNSTORED } from './aggregate.js';
import type { ConnectionEnd } from './connection-end.js';
import type { ConnectionEvent } from './connection-events.js';
import { afterConnectionEvent, type ConnectionState } from './connection-state.js';
import { type ConnectionType, isUndirected } from './connection-type.js';
import { defined } from './defined.js';
import { DomainError } from './domain-error.js';
import { charactersOf, cleanText } from './text.js';

export const MAX_CONNECTION_NOTE = 1_000;

export interface DrawConnection {
  id: string;
  curatorId: string;
  source: ConnectionEnd;
  target: ConnectionEnd;
  /** RELATED unless said. */
  type?: ConnectionType | undefined;
  note?: string | undefined;
  at: string;
}

export interface EditConnection {
  by: string;
  /** Left out: stays as it is. */
  type?: ConnectionType | undefined;
  /** Left out: stays as it is. Empty: taken away. */
  note?: string | undefined;
  at: string;
}

/** Says that one work has to do with another, and what. It belongs to who drew it, and nobody else changes it. */
export class Connection extends Aggregate<ConnectionEvent> {
  #state: ConnectionState;

  private constructor(state: ConnectionState, progress: Readonly<Progress>) {
    super(state.id, progress);
    this.#state = state;
  }

  /** As it is now; after `remove`, as it was last. */
  get state(): Readonly<ConnectionState> {
    return this.#state;
  }

  /** As it was stored. */
  static restore(state: ConnectionState, progress: Readonly<Progress>): Connection {
    return new Connection(state, progress);
  }

  /** @throws DomainError `same-ends`, `invalid-connection-note` */
  static draw({ id, type = 'RELATED', note, at, ...command }: DrawConnection): Connection {
    const { curatorId, source, target } = command;
    if (source.url === target.url) {
      throw new DomainError(
        'invalid',
        'same-ends',
        'Source and target are the same work: their normalised URLs are equal.',
        'target',
      );
    }
    const created: ConnectionEvent = {
      type: 'ConnectionCreated',
      data: defined({
        connectionId: id,
        curatorId,
        source,
        target,
        connectionType: type,
        note: validNote(note),
        createdAt: at,
      }),
    };
    const connection = new Connection(nextState(undefined, created), UNSTORED);
    connection.raise(created);
    return connection;
  }

  /**
   * Gives it another type or note; nothing happens where it has them already.
   *
   * @throws DomainError `not-your-connection`, `invalid-connection-note`
   */
  edit({ by, type = this.#state.type, note, at }: EditConnection): void {
    this.#mustBelongTo(by);
    const nextNote = note === undefined ? this.#state.note : validNote(note);
    if (type === this.#state.type && nextNote === this.#state.note) return;
    this.#become({
      type: 'ConnectionEdited',
      data: defined({
        connectionId: this.id,
        curatorId: by,
        connectionType: type,
        note: nextNote,
        editedAt: at,
      }),
    });
  }

  /**
   * Turns it round so that it begins at the given one of its two URLs; nothing happens where it does already.
   *
   * @param sourceUrl normalised
   * @throws DomainError `not-your-connection`, `not-an-end`
   */
  beginAt(sourceUrl: string, by: string, at: string): void {
    this.#mustBelongTo(by);
    if (sourceUrl === this.#state.source.url) return;
    if (sourceUrl !== this.#state.target.url) {
      throw new DomainError('invalid', 'not-an-end', 'The connection has no end at this URL.', 'source');
    }
    this.#become({
      type: 'ConnectionSwapped',
      data: { connectionId: this.id, curatorId: by, swappedAt: at },
    });
  }

  /**
   * Takes it away: it is gone after this.
   *
   * @throws DomainError `not-your-connection`
   */
  remove(by: string, at: string): void {
    this.#mustBelongTo(by);
    this.raise({ type: 'ConnectionRemoved', data: { connectionId: this.id, curatorId: by, removedAt: at } });
  }

  #become(event: ConnectionEvent): void {
    this.#state = nextState(this.#state, event);
    this.raise(event);
  }

  #mustBelongTo(did: string): void {
    if (did === this.#state.curatorId) return;
    throw new DomainError('forbidden', 'not-your-connection', 'Only who drew a connection can change it.');
  }
}

/**
 * Equal for what counts as one connection of a researcher: same type between the same works, in the same direction
 * where the type has one. 64 hexadecimal digits.
 */
export function connectionKey(sourceUrl: string, targetUrl: string, type: ConnectionType): string {
  const ends = [sourceUrl, targetUrl];
  // By code units, and so the same on every machine; no normalised URL holds a space.
  if (isUndirected(type)) ends.sort();
  return createHash('sha256')
    .update([type, ...ends].join(' '))
    .digest('hex');
}

function nextState(state: ConnectionState | undefined, event: ConnectionEvent): ConnectionState {
  const next = afterConnectionEvent(state, event);
  if (next === undefined) throw new TypeError(`${event.type} leaves no connection`);
  return next;
}

function validNote(text: string | undefined): string | undefined {
  const note = cleanText(text ?? '');
  if (note === '') return undefined;
  if (charactersOf(note) <= MAX_CONNECTION_NOTE) return note;
  throw new DomainError(
    'invalid',
    'invalid-connection-note',
    `A connection's note has at most ${String(MAX_CONNECTION_NOTE)} characters.`,
    'note',
  );
}
