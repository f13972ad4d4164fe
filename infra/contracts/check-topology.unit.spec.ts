import { matches } from './check-topology.mjs';

describe('a NATS filter', () => {
  it.each([
    ['events.cards.x.v1.00', 'events.cards.x.v1.00'],
    ['events.*.*.*.00', 'events.cards.x.v1.00'],
    ['events.>', 'events.cards.x.v1.00'],
    ['>', 'events'],
  ])('%s takes %s', (filter, subject) => {
    expect(matches(filter, subject)).toBe(true);
  });

  it.each([
    ['events.*.*.*.01', 'events.cards.x.v1.00'],
    ['events.*', 'events.cards.x'],
    ['events.cards.>', 'events.cards'],
    ['events.feeds.>', 'events.cards.x.v1.00'],
    ['events.cards.x.v1.00.more', 'events.cards.x.v1.00'],
  ])('%s does not take %s', (filter, subject) => {
    expect(matches(filter, subject)).toBe(false);
  });
});
