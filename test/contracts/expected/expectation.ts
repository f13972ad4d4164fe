import { URL_KINDS } from '#contracts';
import type { Payload } from '../support/fixtures.js';

/** What a consumer has stored after an event, table by table; tables that are not named must be empty. */
export interface Expectation {
  /** Types whose minimal fixtures come before it in the same aggregate: what it changes or takes back. */
  given?: readonly string[];
  /** Payloads beside the fixtures, made of the maximal one, for what the fixtures leave out. */
  also?: Readonly<Record<string, (maximal: Payload) => Payload>>;
  /** @param data the newest major's payload */
  state: (data: Payload) => Record<string, readonly Payload[]>;
}

export const CREATED_AT = '2026-11-22T12:00:00+00:00';
export const instant = (value: unknown): string =>
  new Date(String(value)).toISOString().replace('.000Z', '+00:00');

export const nobodyTold = (): Record<string, readonly Payload[]> => ({});
/** A kind that this build does not know is read as `link`: the documented fallback of the open enum. */
export const readMetadata = (metadata: unknown): Payload => {
  const { kind, ...rest } = metadata as Payload;
  if (kind === undefined) return rest;
  return { ...rest, kind: (URL_KINDS as readonly unknown[]).includes(kind) ? kind : 'link' };
};
export const ofAnUnknownKind = (data: Payload): Payload => ({
  ...data,
  metadata: { ...(data['metadata'] as Payload), kind: 'hologram' },
});
export const withoutImport = ({ importId: _, ...rest }: Payload): Payload => rest;

export const reason = (data: Payload, fields: Payload): Payload => {
  const metadata = data['metadata'] as Payload;
  return {
    act_id: data['saveId'],
    occurred_at: instant(data['addedAt']),
    card_id: data['cardId'],
    card_url: data['url'],
    card_title: metadata['title'] ?? null,
    ...fields,
  };
};
