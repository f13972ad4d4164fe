/** Where a version is in its life, as plain data. */

/**
 * @param {import('./load.mjs').CatalogueEntry['status']} status
 * @returns {{ state: string, by?: string, untilRelease?: number }} the successor by its type
 */
export function plainStatus(status) {
  return 'by' in status ? { ...status, by: status.by.type } : { ...status };
}
