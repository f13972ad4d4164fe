/**
 * The worker thread that runs the BibTeX parser: it takes half a millisecond for a usual entry and seconds for one
 * made to be slow, and its caller's event loop has requests to answer.
 *
 * Runs as it is under Node's own type stripping as well as compiled, so it imports packages only.
 */
import { parentPort } from 'node:worker_threads';
import { type Creator, type Entry, parse } from '@retorquere/bibtex-parser';
import type { BibtexReply, BibtexRequest } from './bibtex-protocol.js';

/** Fields that may hold a link are taken as they are written: the typographic reading turns `--` into a dash. */
const VERBATIM = [
  'doi',
  'eprint',
  'url',
  'howpublished',
  'note',
  'pages',
  'volume',
  'number',
  'link',
  'ee',
  'pmid',
];
const TEXT = [
  'archiveprefix',
  'eprinttype',
  'primaryclass',
  'eprintclass',
  'arxivid',
  'entrysubtype',
  'date',
  'year',
  'month',
];
const NAMES = [
  'title',
  'journal',
  'journaltitle',
  'booktitle',
  'publisher',
  'school',
  'institution',
  'organization',
];
const WANTED = [...VERBATIM, ...TEXT, ...NAMES];

/** Definitions beyond these are left out: the parser copies all of them for each entry. */
const MAX_DEFINITIONS = 5_000;

const strings: Record<string, string> = {};
const options = {
  english: false,
  sentenceCase: false,
  caseProtection: false,
  applyCrossRef: false,
  fieldMode: Object.fromEntries(VERBATIM.map((field) => [field, 'verbatim' as const])),
  unsupported: (_node: unknown, tex: string) => tex,
} as const;

parentPort?.on('message', ({ definitions, entries }: BibtexRequest) => {
  for (const definition of definitions) define(definition);
  for (const text of entries) parentPort?.postMessage(read(text));
});
parentPort?.postMessage('ready');

function define(text: string): void {
  if (Object.keys(strings).length >= MAX_DEFINITIONS) return;
  try {
    Object.assign(strings, parse(text, { ...options, strings }).strings);
  } catch {
    // Entries that use it will say so.
  }
}

function read(text: string): BibtexReply {
  try {
    const { entries, errors } = parse(text, { ...options, strings });
    const entry = entries[0];
    // The parser leaves `input` empty where it gave an entry up half-way.
    if (entry !== undefined && entry.input !== '') return { entry: wanted(entry) };
    return { error: errors[0]?.error ?? 'no entry was found' };
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
}

function wanted(entry: Entry): Extract<BibtexReply, { entry: object }>['entry'] {
  const all: Record<string, unknown> = entry.fields;
  const fields: Record<string, string> = {};
  for (const name of WANTED) {
    const value = all[name];
    if (typeof value === 'string') fields[name] = value;
    else if (Array.isArray(value)) fields[name] = value.filter((part) => typeof part === 'string').join(', ');
  }
  const { author, editor } = entry.fields;
  return {
    type: entry.type,
    fields,
    authors: (author ?? editor ?? []).slice(0, 200).map(printed).filter(isName),
  };
}

function printed({ name, firstName, prefix, lastName, suffix }: Creator): string {
  if (name !== undefined) return name;
  const full = [firstName, prefix, lastName].filter((part) => part !== undefined && part !== '').join(' ');
  return suffix === undefined ? full : `${full}, ${suffix}`;
}

function isName(name: string): boolean {
  return name !== '' && name !== 'others';
}
