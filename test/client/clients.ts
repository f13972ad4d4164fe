import createClient, { type Client } from 'openapi-fetch';
import type { paths as Cards } from './types/cards.js';
import type { paths as Feeds } from './types/feeds.js';
import type { paths as Notifications } from './types/notifications.js';

/** A person's typed clients of the three services: what the services do not describe does not compile. */
export interface Clients {
  cards: Client<Cards>;
  feeds: Client<Feeds>;
  notifications: Client<Notifications>;
}

/**
 * @param urls of the services, by name
 * @param did of who asks; nobody says who they are without one
 */
export function clientsOf(urls: Readonly<Record<keyof Clients, string>>, did?: string): Clients {
  const headers = did === undefined ? {} : { authorization: `Development ${did}` };
  return {
    cards: createClient<Cards>({ baseUrl: urls.cards, headers }),
    feeds: createClient<Feeds>({ baseUrl: urls.feeds, headers }),
    notifications: createClient<Notifications>({ baseUrl: urls.notifications, headers }),
  };
}

/**
 * The body of an answer that is not a refusal.
 *
 * @throws Error with the problem, where it is one
 */
export function taken<T>({ data, error }: { data?: T; error?: unknown }): NonNullable<T> {
  if (data === undefined || data === null) throw new Error(`Refused: ${JSON.stringify(error)}`);
  return data;
}
