/**
 * A folder that says which processes run for a data folder: one file each, so that several writers never meet. After
 * a SIGKILL of whoever started them, the next start finds and stops them.
 */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isStillOurs, ownIdentity, StartError, stopLeftover } from './processes.mjs';

/** @typedef {import('./processes.mjs').ProcessIdentity} ProcessIdentity */
/** @typedef {{ name: string, stopSignal: NodeJS.Signals, startedAt: number, identity: ProcessIdentity }} Entry */

/** What others need to end in order themselves, the most needed last. */
const SERVERS = ['nats', 'redis', 'rabbitmq', 'postgres'];
const OWNER = 'owner.json';

export class ProcessRecord {
  #folder;

  /** @param {string} folder Holds nothing else. */
  constructor(folder) {
    this.#folder = folder;
  }

  /**
   * Makes this process the one that may start servers on the data folder.
   * @throws StartError `already-running` when another one that still lives is.
   */
  claim() {
    const owner = this.owner();
    if (owner && owner.pid !== process.pid) {
      throw new StartError(
        'already-running',
        `The system already runs on this data folder (process ${owner.pid}).`,
        'Stop it first, or give this one a data folder of its own: npm start -- --data=<folder>',
      );
    }
    mkdirSync(this.#folder, { recursive: true });
    writeFileSync(join(this.#folder, OWNER), JSON.stringify(ownIdentity()));
  }

  /** Who claimed the folder, when it still lives. */
  owner() {
    const owner = /** @type {ProcessIdentity | undefined} */ (this.#read(OWNER));
    return owner && isStillOurs(owner) ? owner : undefined;
  }

  release() {
    rmSync(join(this.#folder, OWNER), { force: true });
  }

  /**
   * @param {string} name
   * @param {ProcessIdentity} identity
   * @param {NodeJS.Signals} stopSignal What asks this program to end in order.
   */
  add(name, identity, stopSignal) {
    mkdirSync(this.#folder, { recursive: true });
    /** @type {Entry} */
    const entry = { name, stopSignal, startedAt: Date.now(), identity };
    writeFileSync(join(this.#folder, `${identity.pid}.json`), JSON.stringify(entry));
  }

  /** @param {number} pid */
  remove(pid) {
    rmSync(join(this.#folder, `${pid}.json`), { force: true });
  }

  /**
   * Stops what is still recorded: the services, then what they need, within these the last started first.
   * @returns {Promise<string[]>} the names of those that were still running
   */
  async stopAll() {
    const entries = this.#files()
      .map((file) => /** @type {Entry | undefined} */ (this.#read(file)))
      .filter((entry) => entry !== undefined)
      .sort((a, b) => SERVERS.indexOf(a.name) - SERVERS.indexOf(b.name) || b.startedAt - a.startedAt);
    const stopped = [];
    for (const { name, identity, stopSignal } of entries) {
      if (await stopLeftover(identity, stopSignal)) stopped.push(name);
      this.remove(identity.pid);
    }
    return stopped;
  }

  #files() {
    try {
      return readdirSync(this.#folder).filter((file) => file !== OWNER && file.endsWith('.json'));
    } catch {
      return [];
    }
  }

  /**
   * @param {string} file
   * @returns {unknown} nothing when it is missing, or was cut short
   */
  #read(file) {
    try {
      return JSON.parse(readFileSync(join(this.#folder, file), 'utf8'));
    } catch {
      return undefined;
    }
  }
}
