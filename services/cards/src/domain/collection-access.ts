/** CLOSED: its author and collaborators add. OPEN: anyone does. Everybody sees either. */
export const COLLECTION_ACCESS = ['OPEN', 'CLOSED'] as const;
export type CollectionAccess = (typeof COLLECTION_ACCESS)[number];
