/**
 * @typedef {object} Edit
 * @property {string} file In the checkout.
 * @property {string} from Must stand there exactly once.
 * @property {string} to
 *
 * @typedef {object} Mutation One promise of the engine taken away, to see that the suite misses it.
 * @property {string} id
 * @property {string} breaks What does not hold any more, in words.
 * @property {readonly Edit[]} edits
 * @property {readonly string[]} caughtBy Ids of cases that must fail then.
 * @property {string} [transport] The only one that has what is broken.
 */
export {};
