import type { RouteNames } from '#platform';

/**
 * The lexicon method of each route, without the authority in front: what a token must be for. Published, so a name
 * stays when the route or its handler is called something else.
 */
export const ROUTE_NAMES: RouteNames = {
  'GET /digests': 'getDigest',
  'POST /digests': 'mailDigest',
  'GET /mutes': 'listMutes',
  'DELETE /mutes/collections/{id}': 'unmuteCollection',
  'PUT /mutes/collections/{id}': 'muteCollection',
  'DELETE /mutes/users/{did}': 'unmuteUser',
  'PUT /mutes/users/{did}': 'muteUser',
  'GET /notifications': 'listNotifications',
  'GET /notifications/groups': 'listNotificationGroups',
  'POST /notifications/read-all': 'markAllRead',
  'POST /notifications/seen': 'markSeen',
  'GET /notifications/stream': 'streamNotifications',
  'GET /notifications/unread-count': 'getUnreadCount',
  'POST /notifications/{id}/read': 'markRead',
  'GET /preferences': 'listPreferences',
  'PUT /preferences/{type}': 'setPreference',
  'GET /subscriptions': 'listSubscriptions',
  'DELETE /subscriptions/collections/{id}': 'unsubscribeFromCollection',
  'PUT /subscriptions/collections/{id}': 'subscribeToCollection',
  'DELETE /subscriptions/users/{did}': 'unsubscribeFromUser',
  'PUT /subscriptions/users/{did}': 'subscribeToUser',
};
