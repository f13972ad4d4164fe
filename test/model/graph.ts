import type { Connection, ConnectionModel } from './connections.ts';

export interface Neighbourhood {
  /** Connections away, by URL. */
  distances: ReadonlyMap<string, number>;
  /** All between these works. */
  connections: readonly Connection[];
}

/** The works so many connections away at most, whichever direction these have; without any limit. */
export function neighbourhood(model: ConnectionModel, url: string, depth: number): Neighbourhood {
  const neighbours = new Map<string, Set<string>>();
  const meet = (one: string, other: string): void => {
    neighbours.set(one, (neighbours.get(one) ?? new Set()).add(other));
  };
  for (const { source, target } of model.all()) {
    meet(source.url, target.url);
    meet(target.url, source.url);
  }
  const distances = new Map([[url, 0]]);
  let edge = [url];
  for (let distance = 1; distance <= depth; distance += 1) {
    const next = new Set(edge.flatMap((work) => [...(neighbours.get(work) ?? [])]));
    edge = [...next].filter((work) => !distances.has(work));
    for (const work of edge) distances.set(work, distance);
  }
  const connections = model
    .all()
    .filter(({ source, target }) => distances.has(source.url) && distances.has(target.url));
  return { distances, connections };
}
