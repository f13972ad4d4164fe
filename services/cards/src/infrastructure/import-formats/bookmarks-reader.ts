import { Parser } from 'htmlparser2';
import { tidyMetadata } from '../../domain/metadata.js';
import { readExportedMetadata } from './exported-metadata.js';
import { cleanLine, cleanText, shorten } from '../../domain/text.js';
import {
  type FoundWork,
  type ImportReader,
  type RefusedRecord,
  type SourceRecord,
  UnreadableFile,
} from './import-reader.js';

/** One bookmark of a Netscape bookmark file. */
export interface BookmarkSource extends SourceRecord {
  href: string;
  title: string;
  /** What its owner wrote about it: the `<DD>` behind it. */
  description: string;
  isPrivate: boolean;
  /** What an export of ours says beside the title, in JSON. */
  metadata: string;
  /** Names of the folders that it is in, the outermost first. */
  folder: readonly string[];
}

/** Collected text is cut here; what is saved is cut to its own limits later. */
const MAX_TEXT = 20_000;
const MAX_NOTE = 10_000;
const EXCERPT = 200;
/** Characters of a folder's name at most. */
const MAX_FOLDER = 500;
/** Folders within folders; those further in count as the one that they are in. */
const MAX_FOLDER_DEPTH = 32;
/** Characters parsed at a stretch. */
const SLICE = 16_384;
/** Open tags at once. The parser's time for a tag grows with them: a file made of open tags would take for ever. */
const MAX_DEPTH = 1_000;

/** Reads the bookmark files that browsers and bookmark services export. Folders and separators are no records. */
export class BookmarksReader implements ImportReader<BookmarkSource> {
  async *split(text: AsyncIterable<string>): AsyncGenerator<BookmarkSource> {
    const collector = new Collector();
    for await (const chunk of text) {
      for (let at = 0; at < chunk.length; at += SLICE) {
        collector.write(chunk.slice(at, at + SLICE));
        yield* collector.take();
        // A file without bookmarks gives its caller no occasion to let requests through.
        await new Promise(setImmediate);
      }
    }
    collector.end();
    yield* collector.take();
  }

  read(records: readonly BookmarkSource[]): Promise<(FoundWork | RefusedRecord)[]> {
    return Promise.resolve(records.map(workOf));
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

function workOf({
  href,
  title,
  description,
  isPrivate,
  metadata,
  folder,
}: BookmarkSource): FoundWork | RefusedRecord {
  if (href.trim() === '') return { reason: 'The bookmark has no address.' };
  if (isPrivate) return { reason: 'The bookmark is marked private, and everybody can see a library.' };
  const note = shorten(cleanText(description), MAX_NOTE);
  return {
    url: href,
    metadata: tidyMetadata({
      ...(readExportedMetadata(metadata) ?? { kind: 'link' }),
      // A bookmark that is shown by its address has no title.
      title: title.trim() === href ? undefined : title,
    }),
    ...(note === '' ? {} : { note }),
    ...(folder.length === 0 ? {} : { folder }),
  };
}

/** The bookmark that is being read; what is written between its tags goes to `into`. */
interface Open {
  bookmark: BookmarkSource;
  into: 'title' | 'description' | undefined;
}

class Collector {
  readonly #parser = new Parser(
    {
      onopentag: (name, attributes) => {
        this.#depth += 1;
        if (this.#depth > MAX_DEPTH) {
          throw new UnreadableFile(`More than ${MAX_DEPTH} tags are open at once: this is no bookmark file.`);
        }
        this.#opened(name, attributes);
      },
      ontext: (text) => {
        if (this.#heading !== undefined) this.#heading += text.slice(0, MAX_FOLDER - this.#heading.length);
        const open = this.#open;
        if (open?.into === undefined || open.bookmark[open.into].length >= MAX_TEXT) return;
        open.bookmark[open.into] += text.slice(0, MAX_TEXT);
      },
      onclosetag: (name) => {
        this.#depth -= 1;
        if (name === 'h3') this.#named();
        if (name === 'dl') this.#listClosed();
        if (this.#open !== undefined && name === 'a') this.#open.into = undefined;
      },
    },
    { decodeEntities: true, lowerCaseTags: true, lowerCaseAttributeNames: true },
  );
  #complete: BookmarkSource[] = [];
  #open: Open | undefined;
  /** The name of a folder that is being read. */
  #heading: string | undefined;
  /** Of the folder whose list comes next. */
  #next: readonly string[] = [];
  /** Paths of the lists that are open; the innermost last. */
  readonly #folders: (readonly string[])[] = [];
  #depth = 0;
  #line = 1;
  /** Characters given to the parser so far, and the ends of lines among them that it has not passed yet. */
  #written = 0;
  #lineEnds: number[] = [];

  write(chunk: string): void {
    for (let at = chunk.indexOf('\n'); at !== -1; at = chunk.indexOf('\n', at + 1)) {
      this.#lineEnds.push(this.#written + at);
    }
    this.#written += chunk.length;
    this.#parser.write(chunk);
    // Passed here too, so that a file without bookmarks does not pile them up.
    this.#lineAt(this.#parser.startIndex);
  }

  end(): void {
    this.#parser.end();
    this.#close();
  }

  take(): BookmarkSource[] {
    const complete = this.#complete;
    this.#complete = [];
    return complete;
  }

  #opened(name: string, attributes: Readonly<Record<string, string>>): void {
    switch (name) {
      case 'a': {
        this.#close();
        const bookmark: BookmarkSource = {
          line: this.#lineAt(this.#parser.startIndex),
          excerpt: '',
          href: attributes['href'] ?? '',
          title: '',
          description: '',
          isPrivate: attributes['private'] === '1',
          metadata: attributes['data-metadata'] ?? '',
          folder: this.#folder,
        };
        this.#open = { bookmark, into: 'title' };
        break;
      }
      case 'dd':
        if (this.#open !== undefined) this.#open.into = 'description';
        break;
      case 'dl':
        this.#close();
        this.#listOpened();
        break;
      case 'h3':
        this.#close();
        this.#heading = '';
        break;
      case 'dt':
      case 'hr':
        this.#close();
        break;
      default:
    }
  }

  get #folder(): readonly string[] {
    return this.#folders.at(-1) ?? [];
  }

  /** The folder's name is complete. A folder without one is no place of its own. */
  #named(): void {
    const name = cleanLine(this.#heading ?? '');
    this.#heading = undefined;
    const isPlace = name !== '' && this.#folder.length < MAX_FOLDER_DEPTH;
    this.#next = isPlace ? [...this.#folder, name] : this.#folder;
  }

  #listOpened(): void {
    if (this.#heading !== undefined) this.#named();
    this.#folders.push(this.#next);
  }

  #listClosed(): void {
    this.#folders.pop();
    this.#next = this.#folder;
  }

  #close(): void {
    if (this.#open === undefined) return;
    const { bookmark } = this.#open;
    this.#open = undefined;
    this.#complete.push({
      ...bookmark,
      excerpt: shorten(cleanLine(`${bookmark.title} ${bookmark.href}`), EXCERPT),
    });
  }

  #lineAt(index: number): number {
    let passed = 0;
    while (passed < this.#lineEnds.length && Number(this.#lineEnds[passed]) < index) passed += 1;
    if (passed > 0) this.#lineEnds.splice(0, passed);
    this.#line += passed;
    return this.#line;
  }
}
