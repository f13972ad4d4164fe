/** What can be followed, with what must be known of it to decide. */
export type FollowTarget =
  { type: 'USER'; id: string } | { type: 'COLLECTION'; id: string; authorId: string; name: string };
