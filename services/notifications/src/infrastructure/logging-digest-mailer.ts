import { Injectable, Logger } from '@nestjs/common';
import type { DigestMailer } from '../application/digest-mailer.js';
import type { DigestView } from '../application/get-digest.js';

/** Mails nothing: says in the log what would have been. It stands in until a deployment brings a mailer. */
@Injectable()
export class LoggingDigestMailer implements DigestMailer {
  readonly #logger = new Logger('DigestMailer');

  mail(recipientId: string, { day, count, groups }: DigestView): Promise<void> {
    this.#logger.log({ recipientId, day, count, groups: groups.length }, 'a digest would be mailed');
    return Promise.resolve();
  }
}
