import type { Expectation } from './expectation.js';
import { CARDS } from './cards.js';
import { FEEDS } from './feeds.js';
import { NOTIFICATIONS } from './notifications.js';

/** What each consumer has stored after each event, by consumer. */
export const EXPECTED: Readonly<Record<string, Readonly<Record<string, Expectation>>>> = {
  cards: CARDS,
  feeds: FEEDS,
  notifications: NOTIFICATIONS,
};
