const PATH = /^\/(?<kind>card|collection)s\/(?<id>[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\/?$/iu;

/** A card or a collection of this system, named by its public URL. */
export interface Addressed {
  kind: 'card' | 'collection';
  id: string;
}

/**
 * The URLs under which people share cards and collections, whatever application shows them there:
 * `<base>/cards/<id>` and `<base>/collections/<id>`.
 */
export class PublicUrls {
  /** Without a slash at its end. */
  readonly #base: string;

  /** @param base absolute, http or https, with or without a path: `https://commonplace.example/app` */
  constructor(base: string) {
    const { origin, pathname } = new URL(base);
    this.#base = `${origin}${pathname}`.replace(/\/+$/u, '');
  }

  collection(id: string): string {
    return `${this.#base}/collections/${id}`;
  }

  /** What the URL names; its query and fragment say nothing here. Undefined for any other URL. */
  read(text: string): Addressed | undefined {
    if (!URL.canParse(text)) return undefined;
    const { origin, pathname } = new URL(text);
    const address = `${origin}${pathname}`;
    if (!address.startsWith(`${this.#base}/`)) return undefined;
    const { kind, id } = PATH.exec(address.slice(this.#base.length))?.groups ?? {};
    if (kind === undefined || id === undefined) return undefined;
    return { kind: kind.toLowerCase() === 'card' ? 'card' : 'collection', id: id.toLowerCase() };
  }
}
