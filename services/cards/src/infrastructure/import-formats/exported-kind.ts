import { URL_KINDS } from '#contracts';
import type { UrlKind } from '../../domain/metadata.js';

/**
 * What an export says of a card's kind in a format's own field for the type of a work, beside the nearest type that
 * the format has. It also marks the record as one of ours, whose URL is the card's own.
 */
export function exportedKind(kind: UrlKind | undefined): string {
  return `commonplace:${kind ?? 'unknown'}`;
}

/** @returns undefined for a record that is none of ours */
export function readExportedKind(text: string | undefined): { kind: UrlKind | undefined } | undefined {
  const stated = /^commonplace:(?<kind>[a-z]+)$/u.exec(text ?? '')?.groups?.['kind'];
  if (stated === undefined) return undefined;
  return { kind: URL_KINDS.find((kind) => kind === stated) };
}
