import type { RouteNames } from '#platform';

/**
 * The lexicon method of each route, without the authority in front: what a token must be for. Published, so a name
 * stays when the route or its handler is called something else.
 */
export const ROUTE_NAMES: RouteNames = {
  'GET /activities/{id}/cards': 'listActivityCards',
  'GET /feeds/collections/{id}': 'getCollectionFeed',
  'GET /feeds/collections/{id}/atom': 'getCollectionAtom',
  'GET /feeds/collections/{id}/stream': 'streamCollectionFeed',
  'GET /feeds/following': 'getFollowingFeed',
  'GET /feeds/following/stream': 'streamFollowingFeed',
  'GET /feeds/global': 'getGlobalFeed',
  'GET /feeds/global/atom': 'getGlobalAtom',
  'GET /feeds/global/stream': 'streamGlobalFeed',
  'GET /feeds/url': 'getUrlFeed',
  'GET /feeds/url/stream': 'streamUrlFeed',
  'GET /feeds/users/{did}': 'getUserFeed',
  'GET /feeds/users/{did}/atom': 'getUserAtom',
  'GET /feeds/users/{did}/stream': 'streamUserFeed',
  'GET /follows': 'listFollows',
  'DELETE /follows/collections/{id}': 'unfollowCollection',
  'PUT /follows/collections/{id}': 'followCollection',
  'DELETE /follows/users/{did}': 'unfollowUser',
  'PUT /follows/users/{did}': 'followUser',
};
