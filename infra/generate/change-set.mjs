import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The generator can not do what it was asked for. Nothing was written. */
export class GenerateError extends Error {
  /** @override */
  name = 'GenerateError';
}

/**
 * New files and edits of existing ones, all of them made in memory first: when one edit does not find its place,
 * nothing is written at all.
 */
export class ChangeSet {
  /** @type {Map<string, string>} */
  #texts = new Map();

  /** @param {string} root the checkout */
  constructor(root) {
    this.root = root;
  }

  /** Paths that were made or edited, relative to the root. */
  get paths() {
    return [...this.#texts.keys()];
  }

  /**
   * @param {string} path
   * @param {string} text
   * @throws GenerateError when there is such a file already
   */
  create(path, text) {
    if (this.#texts.has(path) || existsSync(join(this.root, path))) {
      throw new GenerateError(`${path} is there already: choose another name, or remove it first.`);
    }
    this.#texts.set(path, text);
  }

  /**
   * @param {string} path
   * @returns {string} as it will be
   * @throws GenerateError when there is no such file
   */
  read(path) {
    const edited = this.#texts.get(path);
    if (edited !== undefined) return edited;
    if (!existsSync(join(this.root, path))) throw new GenerateError(`There is no ${path}.`);
    return readFileSync(join(this.root, path), 'utf8');
  }

  /**
   * Puts text in front of an anchor, behind it, or in its place.
   * @param {string} path
   * @param {{ anchor: string | RegExp, where: 'before' | 'after' | 'instead', text: string }} edit
   * @throws GenerateError naming the file, the place that is not there (or there twice) and what belongs into it
   */
  insert(path, { anchor, where, text }) {
    const before = this.read(path);
    const pattern =
      typeof anchor === 'string' ? anchor.replace(/[.*+?^${}()|[\]\\]/g, '\\$&') : anchor.source;
    const matches = [...before.matchAll(new RegExp(pattern, 'gm'))];
    const [match] = matches;
    if (match === undefined || matches.length > 1) {
      throw new GenerateError(
        `${path} has ${matches.length === 0 ? 'no' : 'more than one'} "${String(anchor)}", where this belongs:\n${text.trim()}\n` +
          'Put the place back, or name its new form in infra/generate.',
      );
    }
    const end = match.index + match[0].length;
    const [until, from] = {
      before: [match.index, match.index],
      after: [end, end],
      instead: [match.index, end],
    }[where];
    this.#texts.set(path, `${before.slice(0, until)}${text}${before.slice(from)}`);
  }

  /**
   * Adds a name to a file's named imports from a module.
   * @param {string} path
   * @param {string} name
   * @param {string} from
   */
  importFrom(path, name, from) {
    this.insert(path, {
      anchor: new RegExp(`^import (?:type )?\\{(?=[^}]*\\} from '${from}';)`),
      where: 'after',
      text: ` ${name},`,
    });
  }

  /** Writes everything. */
  write() {
    for (const [path, text] of this.#texts) {
      const file = join(this.root, path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text);
    }
  }
}
