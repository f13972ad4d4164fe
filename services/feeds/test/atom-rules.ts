import { DOMParser, type Element, ParseError } from '@xmldom/xmldom';

const ATOM = 'http://www.w3.org/2005/Atom';
/** Of an element of RFC 4287: how often each child may be there. More than this service writes is no Atom to it. */
const CHILDREN: Readonly<Record<string, Readonly<Record<string, readonly [number, number]>>>> = {
  feed: { id: [1, 1], title: [1, 1], updated: [1, 1], link: [1, 2], entry: [0, Infinity] },
  entry: {
    id: [1, 1],
    title: [1, 1],
    published: [0, 1],
    updated: [1, 1],
    author: [1, Infinity],
    category: [0, Infinity],
    link: [0, Infinity],
    content: [0, 1],
  },
  author: { name: [1, 1], uri: [0, 1] },
};
const ATTRIBUTES: Readonly<Record<string, readonly string[]>> = { link: ['rel', 'href'], category: ['term'] };
const RFC_3339 = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/;

export const childrenOf = (parent: Element, name?: string): Element[] =>
  Array.from(parent.childNodes)
    .filter((node): node is Element => node.nodeType === node.ELEMENT_NODE)
    .filter((node) => name === undefined || node.localName === name);

export const textOf = (parent: Element, name: string): string | null | undefined =>
  childrenOf(parent, name)[0]?.textContent;

/**
 * The feed of an Atom document, as a strict XML parser reads it.
 *
 * @throws Error naming the first rule of XML, or of RFC 4287, that the document breaks
 */
export function readAtom(document: string): Element {
  const parser = new DOMParser({
    onError: (level, message) => {
      // A text may say U+FFFD; it stands there for what XML can not hold, too.
      if (level === 'warning' && message.startsWith('Unicode replacement character')) return;
      throw new ParseError(`${level}: ${message}`);
    },
  });
  const root = parser.parseFromString(document, 'application/xml').documentElement;
  if (root?.localName !== 'feed') throw new Error('The document is no feed');
  check(root);
  const ids = childrenOf(root, 'entry').map((entry) => textOf(entry, 'id'));
  if (new Set(ids).size < ids.length) throw new Error('Two entries have one id');
  return root;
}

function check(element: Element): void {
  const name = element.localName ?? '';
  if (element.namespaceURI !== ATOM) throw new Error(`<${name}> is not of Atom's namespace`);
  const attributes = Array.from(element.attributes, (attribute) => attribute.name);
  const wanted = ATTRIBUTES[name] ?? [];
  const others = attributes.filter((attribute) => attribute !== 'xmlns');
  if (others.toSorted().join(' ') !== wanted.toSorted().join(' ')) {
    throw new Error(`<${name}> has the attributes ${others.join(' ')}`);
  }
  checkValue(name, element);
  const allowed = CHILDREN[name] ?? {};
  for (const child of childrenOf(element)) {
    if (!((child.localName ?? '') in allowed)) throw new Error(`<${name}> has a <${child.localName ?? ''}>`);
    check(child);
  }
  for (const [child, [least, most]] of Object.entries(allowed)) {
    const { length } = childrenOf(element, child);
    if (length < least || length > most) throw new Error(`<${name}> has ${String(length)} <${child}>`);
  }
  if (name === 'entry') checkEntry(element);
}

function checkValue(name: string, element: Element): void {
  const text = element.textContent ?? '';
  if (['published', 'updated'].includes(name) && !(RFC_3339.test(text) && Date.parse(text) >= 0)) {
    throw new Error(`<${name}> is no RFC 3339 date: ${text}`);
  }
  if (['id', 'uri'].includes(name) && !URL.canParse(text)) throw new Error(`<${name}> is no URI: ${text}`);
  if (name === 'name' && text === '') throw new Error('<name> is empty');
  if (name === 'link' && !URL.canParse(element.getAttribute('href') ?? '', 'http://relative')) {
    throw new Error(`<link> leads nowhere: ${element.getAttribute('href') ?? ''}`);
  }
}

/** RFC 4287, 4.1.2: an entry without content has an alternate, and it has one at most. */
function checkEntry(entry: Element): void {
  const alternates = childrenOf(entry, 'link').filter((link) => link.getAttribute('rel') === 'alternate');
  if (alternates.length > 1) throw new Error('An entry has several alternates');
  if (alternates.length + childrenOf(entry, 'content').length === 0) {
    throw new Error('An entry has neither content nor an alternate');
  }
}
