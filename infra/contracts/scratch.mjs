/** A copy of the contracts and of what uses them, to try a change on. */
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DATA, ROOT } from '../dev/paths.mjs';
import { workspaceAt } from './workspace.mjs';

const COPIED = ['libs/contracts', 'infra/nats', 'services'];

let made = 0;

export class Scratch {
  /** Inside the checkout, so that packages are found. */
  root = join(DATA, 'contracts', `scratch-${process.pid}-${made++}-${Date.now()}`);
  workspace = workspaceAt(this.root);

  constructor() {
    for (const folder of COPIED) {
      const filter = (/** @type {string} */ path) => !/[/\\](migrations|test|node_modules)$/.test(path);
      cpSync(join(ROOT, folder), join(this.root, folder), { recursive: true, filter });
    }
  }

  /**
   * @param {string} path below the contracts' folder, or from the root with a leading `/`
   * @param {string} text
   */
  write(path, text) {
    const file = this.#fileOf(path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }

  /**
   * @param {string} path
   * @param {string | RegExp} before must be there, or the change would show nothing
   * @param {string} after
   */
  replace(path, before, after) {
    const file = this.#fileOf(path);
    const text = readFileSync(file, 'utf8');
    const changed = text.replace(before, after);
    if (changed === text) throw new Error(`${path} has no ${String(before)}`);
    writeFileSync(file, changed);
  }

  /**
   * @param {string} path of a source
   * @param {string} name
   * @param {string} [from]
   */
  import(path, name, from = 'class-validator') {
    this.replace(path, /^/, `import { ${name} } from '${from}';\n`);
  }

  /** @param {string} path */
  remove(path) {
    rmSync(this.#fileOf(path), { recursive: true });
  }

  dispose() {
    rmSync(this.root, { recursive: true, force: true });
  }

  /** @param {string} path */
  #fileOf(path) {
    return path.startsWith('/') ? join(this.root, path) : join(this.workspace.contracts, path);
  }
}
