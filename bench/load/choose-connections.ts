import { CONNECTION_TYPES, type ConnectionIntent, type ConnectionType, type NamedEnd } from './intents.ts';
import type { Person } from './people.ts';
import { collectionUrl } from './routes.ts';
import { type Setting, someText } from './setting.ts';

export function connectionIntent(
  kind: ConnectionIntent['kind'],
  person: Person,
  setting: Setting,
): ConnectionIntent | undefined {
  const { random } = setting;
  const { did } = person;
  if (kind === 'draw-connection') return drawing(person, setting);
  const connection = random.pick(person.connections.items);
  if (connection === undefined) return undefined;
  const { id: connectionId, ends } = connection;
  switch (kind) {
    case 'edit-connection': {
      const connectionType = random.chance(0.5) ? { connectionType: someType(setting) } : {};
      const note = random.chance(0.7) ? { note: random.chance(0.3) ? '' : someText(random, 'Because,') } : {};
      return { kind, did, connectionId, ...connectionType, ...note };
    }
    case 'swap-connection':
      return { kind, did, connectionId, source: random.pick(ends) ?? ends[0] };
    case 'remove-connection':
      return { kind, did, connectionId };
  }
}

function drawing({ did }: Person, setting: Setting): ConnectionIntent | undefined {
  const { random } = setting;
  const [source, target] = [someEnd(setting), someEnd(setting)];
  if (source === undefined || target === undefined || source.url === target.url) return undefined;
  const note = random.chance(0.3) ? { note: someText(random, 'Because,') } : {};
  const connectionType = someType(setting);
  return {
    kind: 'draw-connection',
    did,
    source: source.named,
    target: target.named,
    connectionType,
    ...note,
  };
}

/** A work by its URL or a card, or a collection. */
function someEnd({ random, people }: Setting): { named: NamedEnd; url: string } | undefined {
  if (random.chance(0.15)) {
    const collection = random.pick(people.collections.items);
    return collection && { named: { collectionId: collection.id }, url: collectionUrl(collection.id) };
  }
  if (random.chance(0.5)) {
    const card = random.pick(people.cards.items);
    return card && { named: { cardId: card.id }, url: card.url };
  }
  const url = people.work(random);
  return { named: { url }, url };
}

function someType({ random }: Setting): ConnectionType {
  return random.pick(CONNECTION_TYPES) ?? 'RELATED';
}
