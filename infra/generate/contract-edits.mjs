/** What new events and new versions both change in libs/contracts. */

/** @typedef {import('./change-set.mjs').ChangeSet} ChangeSet */

const CATALOGUE = 'libs/contracts/src/catalogue.ts';

/**
 * @param {ChangeSet} changes
 * @param {string} className
 * @param {string} from
 * @param {string} entry
 */
export function addToCatalogue(changes, className, from, entry) {
  changes.insert(CATALOGUE, {
    anchor: "import type { EventClass } from './event-class.js';\n",
    where: 'before',
    text: `import { ${className} } from '${from}';\n`,
  });
  changes.insert(CATALOGUE, {
    anchor: /(?<=^export const CATALOGUE_ENTRIES[\s\S]*?)^\];/,
    where: 'before',
    text: entry,
  });
}

/**
 * @param {ChangeSet} changes
 * @param {string} className
 * @param {string} from
 */
export function exportFromIndex(changes, className, from) {
  changes.insert('libs/contracts/src/index.ts', {
    anchor: "export { eventOf, type EventClass } from './event-class.js';\n",
    where: 'before',
    text: `export { ${className} } from '${from}';\n`,
  });
}

/** @param {object} data */
export function fixture(data) {
  return `${JSON.stringify(data, undefined, 2)}\n`;
}
