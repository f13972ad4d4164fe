/** What a connection says of its two works. */
export const CONNECTION_TYPES = [
  'SUPPORTS',
  'OPPOSES',
  'ADDRESSES',
  'HELPFUL',
  'LEADS_TO',
  'RELATED',
  'SUPPLEMENT',
  'EXPLAINER',
] as const;
export type ConnectionType = (typeof CONNECTION_TYPES)[number];

/** HELPFUL and RELATED say the same of A and B as of B and A. */
export function isUndirected(type: ConnectionType): boolean {
  return type === 'HELPFUL' || type === 'RELATED';
}
