import type { Payload } from '../support/fixtures.js';
import { type Expectation, instant } from './expectation.js';

/** By event without its major: all majors come to the same. */
export const CARDS: Readonly<Record<string, Expectation>> = {
  'events.cards.card-added-to-library': {
    // A title of its own needs no look at the page.
    state: ({ url, metadata, addedAt }) =>
      (metadata as Payload)['title'] === undefined
        ? { page_lookups: [{ url, status: 'pending', attempts: 0, asked_at: instant(addedAt) }] }
        : {},
  },
};
