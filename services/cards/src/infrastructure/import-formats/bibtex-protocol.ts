/** Entries to parse, and `@string` definitions that came up since the last request. */
export interface BibtexRequest {
  definitions: readonly string[];
  entries: readonly string[];
}

/** An entry's fields that an import looks at, in lower case, LaTeX decoded where they are text for readers. */
export interface BibtexEntry {
  /** `article`, `book`, … in lower case */
  type: string;
  fields: Record<string, string>;
  /** As printed; editors where there are no authors. */
  authors: string[];
}

/** One for each entry of a request, in their order. */
export type BibtexReply = { entry: BibtexEntry } | { error: string };
