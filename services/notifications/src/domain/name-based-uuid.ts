import { createHash } from 'node:crypto';

/**
 * UUID version 5 (RFC 9562, 5.5): the same name always has the same id, so what is rebuilt from events has the
 * ids it had before.
 *
 * Feeds and notifications each have this same function. A domain imports no library of the project, so that what
 * it says does not change with one, and these ids must never change.
 *
 * @param namespace A UUID; names are unique within it.
 */
export function nameBasedUuid(namespace: string, name: string): string {
  const digest = createHash('sha1')
    .update(Buffer.from(namespace.replaceAll('-', ''), 'hex'))
    .update(name)
    .digest()
    .subarray(0, 16);
  digest.writeUInt8((digest.readUInt8(6) & 0x0f) | 0x50, 6);
  digest.writeUInt8((digest.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = digest.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
