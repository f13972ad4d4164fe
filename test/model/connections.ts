import type { ConnectionDrawn, End, Fact, Given } from './facts.ts';

/** As it is now. */
export type Connection = Omit<ConnectionDrawn, 'note'> & { note?: string | undefined; updatedAt: string };

/** One that is there, or was: as it was drawn, with all types that it ever had. */
type KnownConnection = ConnectionDrawn & { types: string[] };

type Drawn = Pick<Connection, 'curatorId' | 'source' | 'target' | 'connectionType'>;

/** From A to B is the same as from B to A. */
const UNDIRECTED = new Set(['HELPFUL', 'RELATED']);

/** What works have to do with each other: one for a (curator, source, target, type), which is its curator's. */
export class ConnectionModel {
  readonly #connections = new Map<string, Connection>();
  readonly #known = new Map<string, KnownConnection>();

  draw(
    command: { by: string; source: End; target: End; connectionType: string; note?: string | undefined },
    { newId: connectionId, at }: Given,
  ): Fact[] {
    const { by: curatorId, source, target, connectionType, note } = command;
    if (this.same({ curatorId, source, target, connectionType }) !== undefined) return [];
    const noted = note === undefined || note === '' ? {} : { note };
    const ends = { source, target };
    return [{ type: 'connection-drawn', connectionId, curatorId, ...ends, connectionType, ...noted, at }];
  }

  /** What is left out stays; an empty note is taken away. */
  edit(
    command: {
      by: string;
      connectionId: string;
      connectionType?: string | undefined;
      note?: string | undefined;
    },
    { at }: Given,
  ): Fact[] {
    const { by, connectionId } = command;
    const before = this.get(connectionId);
    if (before?.curatorId !== by) return [];
    const { connectionType = before.connectionType } = command;
    const wanted = command.note ?? before.note;
    const note = wanted === '' ? undefined : wanted;
    if (connectionType === before.connectionType && note === before.note) return [];
    if (this.#isTaken({ ...before, connectionType })) return [];
    const noted = note === undefined ? {} : { note };
    return [{ type: 'connection-edited', connectionId, connectionType, ...noted, by, at }];
  }

  /** Nothing where it begins there already. */
  swap(command: { by: string; connectionId: string; source: string }, { at }: Given): Fact[] {
    const { by, connectionId, source } = command;
    const before = this.get(connectionId);
    if (before?.curatorId !== by || before.source.url === source) return [];
    if (this.#isTaken({ ...before, source: before.target, target: before.source })) return [];
    return [{ type: 'connection-swapped', connectionId, by, at }];
  }

  remove({ by, connectionId }: { by: string; connectionId: string }, { at }: Given): Fact[] {
    if (this.get(connectionId)?.curatorId !== by) return [];
    return [{ type: 'connection-removed', connectionId, by, at }];
  }

  apply(fact: Fact): void {
    switch (fact.type) {
      case 'connection-drawn':
        this.#connections.set(fact.connectionId, { ...fact, updatedAt: fact.at });
        this.#known.set(fact.connectionId, { ...fact, types: [fact.connectionType] });
        return;
      case 'connection-edited': {
        const { connectionType, note, at: updatedAt } = fact;
        this.#change(fact.connectionId, { connectionType, note, updatedAt });
        this.#known.get(fact.connectionId)?.types.push(connectionType);
        return;
      }
      case 'connection-swapped': {
        const before = this.get(fact.connectionId);
        if (before === undefined) return;
        const { source, target } = before;
        this.#change(fact.connectionId, { source: target, target: source, updatedAt: fact.at });
        return;
      }
      case 'connection-removed':
        this.#connections.delete(fact.connectionId);
        return;
      default:
    }
  }

  get(connectionId: string): Connection | undefined {
    return this.#connections.get(connectionId);
  }

  known(connectionId: string): KnownConnection | undefined {
    return this.#known.get(connectionId);
  }

  all(): Connection[] {
    return [...this.#connections.values()];
  }

  of(did: string): Connection[] {
    return this.all().filter(({ curatorId }) => curatorId === did);
  }

  /** In either direction. */
  at(url: string): Connection[] {
    return this.all().filter(({ source, target }) => source.url === url || target.url === url);
  }

  /** The one that counts as the same. */
  same(wanted: Drawn): Connection | undefined {
    const key = connectionKey(wanted);
    return this.all().find((connection) => connectionKey(connection) === key);
  }

  #isTaken(wanted: Connection): boolean {
    const same = this.same(wanted);
    return same !== undefined && same.connectionId !== wanted.connectionId;
  }

  #change(connectionId: string, changes: Partial<Connection>): void {
    const connection = this.#connections.get(connectionId);
    if (connection !== undefined) this.#connections.set(connectionId, { ...connection, ...changes });
  }
}

/** Equal for what counts as one connection. */
export function connectionKey({ curatorId, source, target, connectionType }: Drawn): string {
  const ends = [source.url, target.url];
  if (UNDIRECTED.has(connectionType)) ends.sort();
  return [curatorId, connectionType, ...ends].join(' ');
}
