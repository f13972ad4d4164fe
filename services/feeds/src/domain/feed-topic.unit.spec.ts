import { type Feed, feedTopic, mayConcern, urlKey } from './feed-topic.js';

const ADA = 'did:plc:ada';
const all = { type: undefined, kind: undefined, actorId: undefined };
const url = 'https://example.org/';
const keys = new Set([`user:${ADA}`, 'type:CARD_COLLECTED', 'collection:c', urlKey(url)]);

describe('a change of an activity', () => {
  it.each<[Feed, boolean]>([
    [{ of: 'everybody' }, true],
    [{ of: 'user', did: ADA }, true],
    [{ of: 'user', did: 'did:plc:bob' }, false],
    [{ of: 'collection', collectionId: 'c' }, true],
    [{ of: 'collection', collectionId: 'd' }, false],
    [{ of: 'url', url }, true],
    [{ of: 'url', url: `${url}2` }, false],
  ])('may concern the feed %j: %s', (feed, expected) => {
    expect(mayConcern(feedTopic(feed, all), keys, new Set())).toBe(expected);
  });

  it.each([
    [[`user:${ADA}`], true],
    [['collection:c'], true],
    [['user:did:plc:bob', 'collection:d'], false],
  ])('may concern who follows %j: %s', (followed, expected) => {
    const topic = feedTopic({ of: 'followed', followerId: 'did:plc:eve', followed: undefined }, all);
    expect(mayConcern(topic, keys, new Set(followed))).toBe(expected);
  });

  it.each([
    [{ actorId: ADA }, true],
    [{ actorId: 'did:plc:bob' }, false],
    [{ type: 'CARD_COLLECTED' }, true],
    [{ type: 'COLLECTION_CREATED' }, false],
    [{ kind: 'book' }, true],
  ] as const)('may concern who filters by %j: %s', (filter, expected) => {
    expect(mayConcern(feedTopic({ of: 'everybody' }, { ...all, ...filter }), keys, new Set())).toBe(expected);
  });
});

describe('a URL', () => {
  it('has the key that the database has', () => {
    expect(urlKey('')).toBe('url:d41d8cd9-8f00-b204-e980-0998ecf8427e');
  });
});
