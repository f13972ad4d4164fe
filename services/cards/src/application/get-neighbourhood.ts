import { Injectable } from '@nestjs/common';
import { Database } from '#platform';
import type { Connection } from '../domain/connection.js';
import type { ConnectionEnd } from '../domain/connection-end.js';
import type { UrlMetadata } from '../domain/metadata.js';
import { walkConnections } from '../infrastructure/connection-graph.js';
import { connectionOf } from '../infrastructure/connection-repository.js';

/** Steps from the work at most. */
export const MAX_DEPTH = 3;
export const GRAPH_LIMITS = { fanOut: 50, works: 100, connections: 500 };

/**
 * What was left out of a neighbourhood: `connections-of-a-work`: a work on the way has more than 50 connections in
 * one direction, of which the newest were followed; `works`: there are more than 100; `connections`: there are more
 * than 500 between them.
 */
export const CUTS = ['connections-of-a-work', 'works', 'connections'] as const;
export type Cut = (typeof CUTS)[number];

/** A work, and how many connections away it is. */
export interface ReachedWork {
  url: string;
  metadata: UrlMetadata;
  distance: number;
}

export interface Neighbourhood {
  /** The work itself first, then the nearest. */
  works: ReachedWork[];
  /** All connections between these works, the nearest first. */
  connections: Connection[];
  /** Empty: this is all that there is. */
  cut: Cut[];
}

/** The works around a work, by connections in either direction, and the connections between them. */
@Injectable()
export class GetNeighbourhood {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /** @param query the URL as `WorkUrls` gives it; 1 to `MAX_DEPTH` steps */
  async execute(
    { url, depth }: { url: string; depth: number },
    limits = GRAPH_LIMITS,
  ): Promise<Neighbourhood> {
    const walk = await walkConnections(this.#database, url, depth, limits);
    const works = new Map<string, ReachedWork>([[url, { url, metadata: {}, distance: 0 }]]);
    const reach = (end: ConnectionEnd, distance: number): void => {
      const known = works.get(end.url)?.metadata ?? {};
      const metadata = Object.keys(known).length === 0 ? end.metadata : known;
      works.set(end.url, { url: end.url, metadata, distance });
    };
    for (const { row, sourceDistance, targetDistance } of walk.connections) {
      reach(row.source, sourceDistance);
      reach(row.target, targetDistance);
    }
    const isCut: Record<Cut, boolean> = {
      'connections-of-a-work': walk.isFanOutCut,
      works: walk.isWorksCut,
      connections: walk.isConnectionsCut,
    };
    return {
      works: [...works.values()].toSorted((a, b) => a.distance - b.distance),
      connections: walk.connections.map(({ row }) => connectionOf(row)),
      cut: CUTS.filter((cut) => isCut[cut]),
    };
  }
}
