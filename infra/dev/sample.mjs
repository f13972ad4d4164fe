/** The sample library: put into an empty system through its HTTP APIs, and looked for in them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Api } from './api.mjs';
import { StartError, waitUntil } from './servers/processes.mjs';

/**
 * @typedef {object} Save
 * @property {string} url
 * @property {string} fromDid Whose card it is found through.
 * @property {string} [note]
 * @property {string} [toCollection] By name: one's own, or another's open one.
 */
/** @typedef {{ name: string, description: string, access: 'OPEN' | 'CLOSED', urls: string[] }} Collection */
/**
 * @typedef {object} Researcher
 * @property {string} did
 * @property {string} handle
 * @property {string} name
 * @property {string} bibliography
 * @property {string} [bookmarks]
 * @property {string[]} follows
 * @property {Collection[]} collections
 * @property {Save[]} saves
 */
/** @typedef {{ folder: string, researchers: Researcher[] }} Sample */
/** @typedef {Record<string, string>} Urls The services', by name. */

const IMPORT_DEADLINE_MS = 120_000;
const ARRIVAL_DEADLINE_MS = 60_000;

/**
 * @param {string} folder
 * @returns {Sample}
 */
export function readSample(folder) {
  return { folder, ...JSON.parse(readFileSync(join(folder, 'library.json'), 'utf8')) };
}

/**
 * May be repeated after an interruption: imports and saves add what is not there, follows and collections are looked
 * up first.
 * @param {Sample} sample
 * @param {Urls} urls
 * @param {(line: string) => void} log
 */
export async function loadSample(sample, urls, log) {
  const { researchers } = sample;
  for (const researcher of researchers) await importFiles(sample.folder, researcher, urls, log);
  for (const { did, follows } of researchers) {
    for (const target of follows)
      await new Api(urls, did).put('feeds', `/follows/users/${encodeURIComponent(target)}`);
  }
  const cards = await cardIds(researchers, urls);
  /** @type {Map<string, string>} */
  const collections = new Map();
  for (const researcher of researchers) await makeCollections(researcher, urls, cards, collections);
  for (const { did, saves } of researchers) {
    for (const { url, fromDid, note, toCollection } of saves) {
      await new Api(urls, did).post('cards', '/cards', {
        url,
        viaCardId: known(cards, `${fromDid} ${url}`),
        ...(note === undefined ? {} : { note }),
        ...(toCollection === undefined ? {} : { collectionIds: [known(collections, toCollection)] }),
      });
    }
  }
  await checkSample(sample, urls, log);
}

/**
 * Waits until libraries, feeds and notifications show the sample.
 * @param {Sample} sample
 * @param {Urls} urls
 * @param {(line: string) => void} log
 * @throws StartError with what is missing after a minute
 */
export async function checkSample(sample, urls, log) {
  /** @type {string[]} */
  let missing = [];
  try {
    await waitUntil(async () => (missing = await whatIsMissing(sample, urls)).length === 0, {
      what: 'the sample library',
      deadlineMs: ARRIVAL_DEADLINE_MS,
      intervalMs: 250,
    });
  } catch (error) {
    if (missing.length === 0) throw error;
    const list = missing.map((line) => `  ${line}`).join('\n');
    throw new StartError(
      'sample-missing',
      `After ${ARRIVAL_DEADLINE_MS / 1000} s the sample is not complete:\n${list}`,
    );
  }
  log('  libraries, feeds and notifications show the sample');
}

/**
 * @param {Sample} sample
 * @param {Urls} urls
 */
async function whatIsMissing({ researchers }, urls) {
  const cards = await cardIds(researchers, urls);
  const feed = await new Api(urls, researchers[0]?.did ?? '').getAll('feeds', '/feeds/global');
  /** @type {string[]} */
  const missing = [];
  /**
   * @param {boolean} isThere
   * @param {string} what
   */
  const expect = (isThere, what) => {
    if (!isThere) missing.push(what);
  };

  for (const { did, name, follows, collections, saves } of researchers) {
    for (const url of [
      ...collections.flatMap((collection) => collection.urls),
      ...saves.map((save) => save.url),
    ]) {
      expect(cards.has(`${did} ${url}`), `library of ${name}: ${url}`);
    }
    const own = feed.filter((activity) => activity['actorId'] === did);
    expect(
      own.some((activity) => activity['importId'] !== null),
      `global feed: the import of ${name}`,
    );
    for (const { url } of saves)
      expect(
        own.some((activity) => shows(activity, url)),
        `global feed: ${name} saving ${url}`,
      );

    const api = new Api(urls, did);
    const following = await api.getAll('feeds', '/feeds/following');
    for (const target of follows) {
      expect(
        following.some((activity) => activity['actorId'] === target),
        `feed of ${name}: acts of ${target}`,
      );
    }
    const notifications = await api.getAll('notifications', '/notifications');
    for (const { actor, what, isIt } of expectedNotifications(did, researchers)) {
      const found = notifications.some(
        (notification) => notification['actorId'] === actor && isIt(notification),
      );
      expect(found, `notifications of ${name}: ${actor} ${what}`);
    }
    const unread = notifications.filter((notification) => notification['read'] === false).length;
    const counted = Number((await api.get('notifications', '/notifications/unread-count'))['unread']);
    expect(counted === unread, `unread count of ${name}: ${counted}, but ${unread} are listed as unread`);
  }
  return missing;
}

/**
 * @param {string} did
 * @param {readonly Researcher[]} researchers
 * @returns {{ actor: string, what: string, isIt: (notification: import('./api.mjs').Json) => boolean }[]}
 */
function expectedNotifications(did, researchers) {
  const ownCollections = new Set(
    researchers.find((one) => one.did === did)?.collections.map(({ name }) => name),
  );
  return researchers
    .filter((other) => other.did !== did)
    .flatMap(({ did: actor, follows, saves }) => [
      ...follows
        .filter((target) => target === did)
        .map(() => ({
          actor,
          what: 'following',
          /** @param {import('./api.mjs').Json} notification */
          isIt: (notification) => notification['type'] === 'USER_FOLLOWED_YOU',
        })),
      ...saves
        .filter(
          ({ fromDid, toCollection }) =>
            fromDid === did || (toCollection && ownCollections.has(toCollection)),
        )
        .map(({ url }) => ({
          actor,
          what: `saving ${url}`,
          /** @param {import('./api.mjs').Json} notification */
          isIt: (notification) => field(notification['card'], 'url') === url,
        })),
    ]);
}

/**
 * @param {string} folder
 * @param {Researcher} researcher
 * @param {Urls} urls
 * @param {(line: string) => void} log
 */
async function importFiles(folder, { did, name, bibliography, bookmarks }, urls, log) {
  const api = new Api(urls, did);
  const files = [
    { format: 'bibtex', file: bibliography },
    ...(bookmarks ? [{ format: 'bookmarks', file: bookmarks }] : []),
  ];
  for (const { format, file } of files) {
    const body = { type: 'application/octet-stream', content: readFileSync(join(folder, file)) };
    const { id } = await api.postRaw('cards', `/imports?format=${format}`, body);
    /** @type {import('./api.mjs').Json} */
    let job = {};
    await waitUntil(
      async () => {
        job = await api.get('cards', `/imports/${String(id)}`);
        return job['status'] === 'done' || job['status'] === 'failed';
      },
      { what: `the import of ${file}`, deadlineMs: IMPORT_DEADLINE_MS, intervalMs: 100 },
    );
    if (job['status'] === 'failed')
      throw new StartError('import-failed', `The import of ${file} failed: ${JSON.stringify(job)}`);
    const [added, present, rejected] = ['added', 'present', 'rejected'].map((count) => Number(job[count]));
    log(`  ${name}: ${file}, ${added} added, ${present} already there, ${rejected} refused`);
  }
}

/**
 * @param {Researcher} researcher
 * @param {Urls} urls
 * @param {ReadonlyMap<string, string>} cards
 * @param {Map<string, string>} ids By the collection's name; added to.
 */
async function makeCollections({ did, collections }, urls, cards, ids) {
  const api = new Api(urls, did);
  const present = await api.getAll('cards', '/collections');
  for (const { name, description, access, urls: works } of collections) {
    const found = present.find((collection) => collection['name'] === name);
    const id = idOf(
      found ?? (await api.post('cards', '/collections', { name, description, access })),
      'collection',
    );
    ids.set(name, id);
    for (const url of works) {
      await api.post('cards', `/collections/${id}/cards`, { cardId: known(cards, `${did} ${url}`) });
    }
  }
}

/**
 * @param {readonly Researcher[]} researchers
 * @param {Urls} urls
 * @returns {Promise<Map<string, string>>} card ids by `<did> <url>`
 */
async function cardIds(researchers, urls) {
  const libraries = await Promise.all(
    researchers.map(async ({ did }) => {
      const library = await new Api(urls, did).getAll('cards', '/library');
      return library.map(
        (card) => /** @type {const} */ ([`${did} ${String(card['url'])}`, idOf(card, 'card')]),
      );
    }),
  );
  return new Map(libraries.flat());
}

/**
 * @param {import('./api.mjs').Json} resource
 * @param {string} kind
 */
function idOf(resource, kind) {
  return String(resource[`${kind}Id`] ?? resource['id']);
}

/**
 * @param {import('./api.mjs').Json} activity
 * @param {string} url
 */
function shows(activity, url) {
  const cards = activity['cards'];
  return Array.isArray(cards) && cards.some((card) => field(card, 'url') === url);
}

/**
 * @param {unknown} value
 * @param {string} name
 * @returns {unknown}
 */
function field(value, name) {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

/**
 * @param {ReadonlyMap<string, string>} map
 * @param {string} key
 */
function known(map, key) {
  const value = map.get(key);
  if (value === undefined)
    throw new StartError('sample-inconsistent', `The sample refers to what is not there: ${key}`);
  return value;
}
