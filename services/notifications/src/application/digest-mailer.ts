import type { DigestView } from './get-digest.js';

/**
 * The port through which digests leave for people. Safe to call concurrently; it may be called again with a digest
 * that it took already, when the service died before it could take note.
 */
export interface DigestMailer {
  /** Resolves once the digest is handed over; what it throws is told to who asked, and the digest stays unsent. */
  mail(recipientId: string, digest: DigestView): Promise<void>;
}

export const DIGEST_MAILER = Symbol('DigestMailer');
