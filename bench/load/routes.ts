/** Where a command is sent. */
import type {
  CardIntent,
  ChoiceIntent,
  CollectionIntent,
  ConnectionIntent,
  InboxIntent,
  Intent,
  NamedEnd,
  Target,
} from './intents.ts';

interface Path {
  method: 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  path: string;
  body?: object;
  /** JSON unless said. */
  contentType?: string;
}

export interface Route extends Path {
  service: 'cards' | 'feeds' | 'notifications';
}

/** What the services take for their own public URL unless they are told. */
const PUBLIC_URL = 'https://commonplace.example';

export function collectionUrl(collectionId: string): string {
  return `${PUBLIC_URL}/collections/${collectionId}`;
}

export function routeOf(intent: Intent): Route {
  switch (intent.kind) {
    case 'save':
    case 'write-note':
    case 'remove-note':
    case 'highlight':
    case 'move-highlight':
    case 'remove':
    case 'import':
      return { service: 'cards', ...ofCard(intent) };
    case 'create-collection':
    case 'edit-collection':
    case 'share':
    case 'unshare':
    case 'delete-collection':
    case 'collect':
    case 'uncollect':
    case 'change-cards':
    case 'change-collections':
      return { service: 'cards', ...ofCollection(intent) };
    case 'draw-connection':
    case 'edit-connection':
    case 'swap-connection':
    case 'remove-connection':
      return { service: 'cards', ...ofConnection(intent) };
    case 'follow':
    case 'unfollow': {
      const method = intent.kind === 'follow' ? 'PUT' : 'DELETE';
      return { service: 'feeds', method, path: `/follows/${pathOf(intent.target)}` };
    }
    case 'subscribe':
    case 'unsubscribe':
    case 'mute':
    case 'unmute':
    case 'prefer':
      return { service: 'notifications', ...ofChoice(intent) };
    case 'mark-read':
    case 'mark-all-read':
    case 'see':
      return { service: 'notifications', ...ofInbox(intent) };
  }
}

function ofCard(intent: CardIntent): Path {
  switch (intent.kind) {
    case 'save': {
      const { kind: _kind, did: _did, ...body } = intent;
      return { method: 'POST', path: '/cards', body };
    }
    case 'write-note':
      return { method: 'PUT', path: `/cards/${intent.cardId}/note`, body: { note: intent.note } };
    case 'remove-note':
      return { method: 'DELETE', path: `/cards/${intent.cardId}/note` };
    case 'highlight': {
      const { kind: _kind, did: _did, cardId, ...body } = intent;
      return { method: 'POST', path: `/cards/${cardId}/highlights`, body };
    }
    case 'move-highlight': {
      const { quote, selector } = intent;
      return { method: 'PUT', path: `/cards/${intent.cardId}/passage`, body: { quote, selector } };
    }
    case 'remove':
      return { method: 'DELETE', path: `/cards/${intent.cardId}` };
    case 'import': {
      const body = intent.records.map(({ url, title, type }, id) => ({ id, type, title, URL: url }));
      const contentType = 'application/vnd.citationstyles.csl+json';
      return { method: 'POST', path: '/imports?format=csl-json', body, contentType };
    }
  }
}

function ofCollection(intent: CollectionIntent): Path {
  if (intent.kind === 'create-collection') {
    const { kind: _kind, did: _did, ...body } = intent;
    return { method: 'POST', path: '/collections', body };
  }
  if (intent.kind === 'change-collections') {
    const { cardId, add, remove } = intent;
    return { method: 'PATCH', path: `/cards/${cardId}/collections`, body: { add, remove } };
  }
  const path = `/collections/${intent.collectionId}`;
  switch (intent.kind) {
    case 'edit-collection': {
      const { name, description, access } = intent;
      return { method: 'PATCH', path, body: { name, description, access } };
    }
    case 'share':
      return { method: 'PUT', path: `${path}/collaborators/${intent.collaboratorId}` };
    case 'unshare':
      return { method: 'DELETE', path: `${path}/collaborators/${intent.collaboratorId}` };
    case 'delete-collection':
      return { method: 'DELETE', path };
    case 'collect':
      return { method: 'POST', path: `${path}/cards`, body: { cardId: intent.cardId } };
    case 'uncollect':
      return { method: 'DELETE', path: `${path}/cards/${intent.cardId}` };
    case 'change-cards':
      return { method: 'PATCH', path: `${path}/cards`, body: { add: intent.add, remove: intent.remove } };
  }
}

function ofConnection(intent: ConnectionIntent): Path {
  if (intent.kind === 'draw-connection') {
    const { source, target, connectionType: type, note } = intent;
    const body = { source: endOf(source), target: endOf(target), type, note };
    return { method: 'POST', path: '/connections', body };
  }
  const path = `/connections/${intent.connectionId}`;
  switch (intent.kind) {
    case 'edit-connection':
      return { method: 'PATCH', path, body: { type: intent.connectionType, note: intent.note } };
    case 'swap-connection':
      return { method: 'POST', path: `${path}/swap`, body: { source: intent.source } };
    case 'remove-connection':
      return { method: 'DELETE', path };
  }
}

function endOf(end: NamedEnd): object {
  return 'collectionId' in end ? { url: collectionUrl(end.collectionId) } : end;
}

function ofChoice(intent: ChoiceIntent): Path {
  switch (intent.kind) {
    case 'subscribe': {
      const { target, scopes } = intent;
      const body = target.type === 'USER' ? { body: { scopes } } : {};
      return { method: 'PUT', path: `/subscriptions/${pathOf(target)}`, ...body };
    }
    case 'unsubscribe':
      return { method: 'DELETE', path: `/subscriptions/${pathOf(intent.target)}` };
    case 'mute':
      return { method: 'PUT', path: `/mutes/${pathOf(intent.target)}` };
    case 'unmute':
      return { method: 'DELETE', path: `/mutes/${pathOf(intent.target)}` };
    case 'prefer':
      return { method: 'PUT', path: `/preferences/${intent.type}`, body: { on: intent.on } };
  }
}

function ofInbox(intent: InboxIntent): Path {
  switch (intent.kind) {
    case 'mark-read':
      return { method: 'POST', path: `/notifications/${intent.seen.notificationId}/read` };
    case 'mark-all-read':
      return { method: 'POST', path: '/notifications/read-all', body: { upTo: intent.upTo } };
    case 'see':
      return { method: 'POST', path: '/notifications/seen', body: { upTo: intent.upTo } };
  }
}

function pathOf({ type, id }: Target): string {
  return `${type === 'USER' ? 'users' : 'collections'}/${id}`;
}
