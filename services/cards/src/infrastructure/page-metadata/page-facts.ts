import { Parser } from 'htmlparser2';

/** What a page says of itself, as it says it. */
export interface PageFacts {
  /** Of the first `<title>`. */
  title: string;
  /** Contents of `<meta>` elements by their `name` or `property`, lower-case, in the page's order. */
  meta: ReadonlyMap<string, readonly string[]>;
  /** Contents of JSON-LD scripts. */
  jsonLd: readonly string[];
}

/** Characters parsed at a stretch. */
const SLICE = 16_384;
/** Open tags at once: the parser's time for a tag grows with them. What is further in is not read. */
const MAX_DEPTH = 500;
const MAX_TITLE = 4_000;
const MAX_META = 500;
const MAX_CONTENT = 4_000;
const MAX_SCRIPTS = 20;
const MAX_SCRIPT = 200_000;

/** Reads a page's facts, letting other work through between the slices. */
export async function readPageFacts(text: string): Promise<PageFacts> {
  const collector = new Collector();
  for (let at = 0; at < text.length && !collector.isTooDeep; at += SLICE) {
    collector.write(text.slice(at, at + SLICE));
    await new Promise(setImmediate);
  }
  return collector.facts;
}

class Collector {
  isTooDeep = false;
  readonly #meta = new Map<string, string[]>();
  readonly #jsonLd: string[] = [];
  readonly #parser = new Parser(
    {
      onopentag: (name, attributes) => {
        this.#opened(name, attributes);
      },
      ontext: (text) => {
        if (this.#into === 'title') this.#title += text.slice(0, MAX_TITLE - this.#title.length);
        if (this.#into === 'script') this.#script += text.slice(0, MAX_SCRIPT - this.#script.length);
      },
      onclosetag: (name) => {
        this.#closed(name);
      },
    },
    { decodeEntities: true, lowerCaseTags: true, lowerCaseAttributeNames: true },
  );
  #title = '';
  #hasTitle = false;
  #script = '';
  #into: 'title' | 'script' | undefined;
  #metaCount = 0;
  #depth = 0;

  get facts(): PageFacts {
    return { title: this.#title, meta: this.#meta, jsonLd: this.#jsonLd };
  }

  write(chunk: string): void {
    this.#parser.write(chunk);
  }

  #opened(name: string, attributes: Readonly<Record<string, string>>): void {
    this.#depth += 1;
    if (this.#depth > MAX_DEPTH) {
      this.isTooDeep = true;
      this.#parser.pause();
      return;
    }
    if (name === 'meta') this.#addMeta(attributes);
    // Later ones name drawings.
    if (name === 'title' && !this.#hasTitle) this.#into = 'title';
    if (name === 'script' && isJsonLd(attributes['type']) && this.#jsonLd.length < MAX_SCRIPTS) {
      this.#into = 'script';
      this.#script = '';
    }
  }

  #closed(name: string): void {
    this.#depth -= 1;
    if (this.#into !== name) return;
    if (name === 'title') this.#hasTitle = this.#title.trim() !== '';
    else this.#jsonLd.push(this.#script);
    this.#into = undefined;
  }

  #addMeta({ name, property, content }: Readonly<Record<string, string>>): void {
    const key = (property ?? name ?? '').trim().toLowerCase();
    if (key === '' || content === undefined || content.trim() === '' || this.#metaCount >= MAX_META) return;
    this.#metaCount += 1;
    const known = this.#meta.get(key) ?? [];
    known.push(content.slice(0, MAX_CONTENT));
    this.#meta.set(key, known);
  }
}

function isJsonLd(type: string | undefined): boolean {
  return type?.split(';')[0]?.trim().toLowerCase() === 'application/ld+json';
}
