import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';

/** Where the generator lays stubs down. What is made from these (schemas, pages) says the same once more. */
const ROOTS = [
  'services',
  'libs/contracts/src',
  'libs/contracts/fixtures',
  'libs/contracts/upcasts',
  'test/contracts',
];

/**
 * @typedef {object} Unwritten
 * @property {string} file relative to the root, with `/`
 * @property {number} line from 1
 * @property {string} sentence what is to be written there
 */

/**
 * Every stub that somebody still has to make real, in the order of the files.
 * @param {string} root
 * @returns {Unwritten[]}
 */
export function unwrittenIn(root) {
  return ROOTS.filter((folder) => existsSync(join(root, folder)))
    .flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile() && /\.(ts|json)$/.test(entry.name))
        .map((entry) => join(entry.parentPath, entry.name)),
    )
    .sort()
    .flatMap((path) => {
      const file = path
        .slice(root.length + 1)
        .split(sep)
        .join('/');
      return readFileSync(path, 'utf8')
        .split('\n')
        .flatMap((text, index) => {
          const sentence = /Unwritten: ([^`'"$]*[^`'"$(\s*/.,;])/.exec(text)?.[1];
          return sentence === undefined ? [] : [{ file, line: index + 1, sentence }];
        });
    });
}
