/**
 * May one schema of an event take the place of another, both ways?
 *
 * Within a major every reader, old or new, must read what every writer, old or new, may write (FULL_TRANSITIVE).
 * Writers are closed: they write the fields of their schema and nothing else. Readers are open: they pass over
 * fields that they do not know. What the checker does not know it refuses.
 */
import { resolved, unknownKeywords, within, writes } from './keywords.mjs';
import { openEnumFindings } from './open-enums.mjs';

/** @typedef {import('./json-schema.mjs').JsonSchema} JsonSchema */

/**
 * @typedef {object} Finding
 * @property {string} field `metadata.kind`, `authors[]`; '' for the event as a whole
 * @property {string} rule a stable name
 * @property {string} problem what would go wrong, as a sentence without its end
 * @property {string} remedy what to do within the major
 */

/** Who writes and who reads, in words. */
const OLD_EVENTS = { writer: 'events of the released version', reader: 'the new readers' };
const NEW_EVENTS = { writer: 'new events', reader: 'the readers of the released version' };
/** @typedef {typeof OLD_EVENTS} Direction */

/**
 * @param {JsonSchema} released
 * @param {JsonSchema} current
 * @returns {Finding[]} none when the two are compatible; one finding for a field and rule
 */
export function incompatibilities(released, current) {
  const unknown = [...unknownKeywords(released), ...unknownKeywords(current)];
  if (unknown.length > 0) return unique(unknown);
  return unique([
    ...openEnumFindings(released, current),
    ...new Comparison(released, current, OLD_EVENTS).findings(),
    ...new Comparison(current, released, NEW_EVENTS).findings(),
  ]);
}

/**
 * @param {string} type the event
 * @param {Finding} finding
 */
export function sentence(type, { field, rule, problem, remedy }) {
  const [, name, major] = /^(.*)\.v(\d+)$/.exec(type) ?? [type, type, '1'];
  const where = field === '' ? type : `${type}, field "${field}"`;
  return `${where} (${rule}): ${problem}; ${remedy}, or add ${name}.v${Number(major) + 1} and an upcaster.`;
}

/** One direction: does the reader take everything that the writer may write? */
class Comparison {
  /** @type {Finding[]} */
  #found = [];
  /** Pairs that are being compared further up, so that a class that holds itself ends. @type {Set<string>} */
  #open = new Set();
  #writer;
  #reader;
  #words;

  /**
   * @param {JsonSchema} writer
   * @param {JsonSchema} reader
   * @param {Direction} words
   */
  constructor(writer, reader, words) {
    this.#writer = writer;
    this.#reader = reader;
    this.#words = words;
  }

  findings() {
    this.#compare(this.#writer, this.#reader, '');
    return this.#found;
  }

  /**
   * @param {JsonSchema} from
   * @param {JsonSchema} to
   * @param {string} field
   */
  #compare(from, to, field) {
    const pair = `${from['$ref']} ${to['$ref']}`;
    if (from['$ref'] !== undefined && to['$ref'] !== undefined) {
      if (this.#open.has(pair)) return;
      this.#open.add(pair);
    }
    const writer = resolved(from, this.#writer);
    const reader = resolved(to, this.#reader);
    if (this.#values(writer, reader, field)) return;
    if (!this.#kind(writer, reader, field)) return;
    this.#exact(writer, reader, field, 'pattern');
    this.#exact(writer, reader, field, 'format');
    this.#bounds(writer, reader, field);
    this.#items(writer, reader, field);
    this.#fields(writer, reader, field);
  }

  /**
   * A writer with a list of values: each must be read.
   * @param {JsonSchema} writer
   * @param {JsonSchema} reader
   * @param {string} field
   * @returns {boolean} whether that is all there is to say
   */
  #values(writer, reader, field) {
    const { writer: writers, reader: readers } = this.#words;
    const values = writes(writer);
    if (values === undefined) {
      if (reader['enum'] === undefined) return false;
      this.#add(
        field,
        'enum',
        `${writers} may hold values that ${readers} do not list`,
        'leave its values as they were',
      );
      return true;
    }
    const refused = values.filter((value) => !takes(reader, value));
    if (refused.length > 0) {
      const listed = refused.map((value) => JSON.stringify(value)).join(', ');
      const remedy =
        reader['enum'] === undefined
          ? 'leave its constraints as they were'
          : 'keep its values, which may grow only where IsOpenEnum declared a fallback from the start';
      this.#add(field, 'enum', `${writers} may hold ${listed}, which ${readers} refuse`, remedy);
    }
    return true;
  }

  /**
   * @param {JsonSchema} writer
   * @param {JsonSchema} reader
   * @param {string} field
   */
  #kind(writer, reader, field) {
    const [written, read] = [writer['type'], reader['type']];
    if (read === undefined || written === read || (written === 'integer' && read === 'number')) return true;
    this.#add(
      field,
      'type',
      `${this.#words.writer} hold ${written ?? 'anything'} where ${this.#words.reader} take ${read}`,
      'keep the type and put the new form into an optional field beside it',
    );
    return false;
  }

  /**
   * Whether one pattern lies within another can not be decided, so only the same one passes.
   * @param {JsonSchema} writer
   * @param {JsonSchema} reader
   * @param {string} field
   * @param {'pattern' | 'format'} keyword
   */
  #exact(writer, reader, field, keyword) {
    if (reader[keyword] === undefined || reader[keyword] === writer[keyword]) return;
    const { writer: writers, reader: readers } = this.#words;
    this.#add(
      field,
      keyword,
      `${writers} need not have the ${keyword} ${reader[keyword]} that ${readers} ask for`,
      `leave its ${keyword} as it was`,
    );
  }

  /**
   * @param {JsonSchema} writer
   * @param {JsonSchema} reader
   * @param {string} field
   */
  #bounds(writer, reader, field) {
    for (const [keyword, open] of LOWEST) {
      if ((writer[keyword] ?? open) < (reader[keyword] ?? open)) this.#bound(field, keyword, writer, reader);
    }
    for (const keyword of HIGHEST) {
      if ((writer[keyword] ?? Infinity) > (reader[keyword] ?? Infinity))
        this.#bound(field, keyword, writer, reader);
    }
  }

  /**
   * @param {string} field
   * @param {string} keyword
   * @param {JsonSchema} writer
   * @param {JsonSchema} reader
   */
  #bound(field, keyword, writer, reader) {
    const { writer: writers, reader: readers } = this.#words;
    this.#add(
      field,
      keyword,
      `${readers} have ${keyword} ${reader[keyword]}, ${writers} ${writer[keyword] ?? 'none'}`,
      `leave its ${keyword} as it was`,
    );
  }

  /**
   * @param {JsonSchema} writer
   * @param {JsonSchema} reader
   * @param {string} field
   */
  #items(writer, reader, field) {
    if (reader['items'] === undefined) return;
    this.#compare(writer['items'] ?? {}, reader['items'], `${field}[]`);
  }

  /**
   * @param {JsonSchema} writer
   * @param {JsonSchema} reader
   * @param {string} field
   */
  #fields(writer, reader, field) {
    for (const name of reader['required'] ?? []) {
      if (writer['required']?.includes(name)) continue;
      const { writer: writers, reader: readers } = this.#words;
      const remedy = this.#words === OLD_EVENTS ? 'make it optional' : 'keep it and keep it required';
      this.#add(within(field, name), 'required', `${writers} may lack it, and ${readers} ask for it`, remedy);
    }
    for (const [name, read] of Object.entries(reader['properties'] ?? {})) {
      // What the writer does not know it does not write.
      const written = writer['properties']?.[name];
      if (written !== undefined) this.#compare(written, read, within(field, name));
    }
  }

  /**
   * @param {string} field
   * @param {string} rule
   * @param {string} problem
   * @param {string} remedy
   */
  #add(field, rule, problem, remedy) {
    this.#found.push({ field, rule, problem, remedy });
  }
}

/** With what is allowed where nothing is said. @type {readonly [string, number][]} */
const LOWEST = [
  ['minLength', 0],
  ['minItems', 0],
  ['minimum', -Infinity],
];
const HIGHEST = ['maxLength', 'maxItems', 'maximum'];

/**
 * Whether a reader takes one value. Only what a listed value can be is asked: a string, as the generator lists no
 * others.
 * @param {JsonSchema} reader
 * @param {unknown} value
 */
function takes(reader, value) {
  if (typeof value !== 'string') return false;
  // In code points, as JSON Schema counts.
  const { length } = Array.from(value);
  return (
    (reader['type'] === undefined || reader['type'] === 'string') &&
    (reader['enum'] === undefined || reader['enum'].includes(value)) &&
    length >= (reader['minLength'] ?? 0) &&
    length <= (reader['maxLength'] ?? Infinity) &&
    (reader['pattern'] === undefined || new RegExp(reader['pattern'], 'u').test(value)) &&
    // No list of values is known to have a format.
    reader['format'] === undefined
  );
}

/**
 * @param {readonly Finding[]} findings
 * @returns {Finding[]} the first for each field and rule: both directions may see one change
 */
function unique(findings) {
  const first = new Map(
    [...findings].reverse().map((finding) => [`${finding.field} ${finding.rule}`, finding]),
  );
  return findings.filter((finding) => first.get(`${finding.field} ${finding.rule}`) === finding);
}
