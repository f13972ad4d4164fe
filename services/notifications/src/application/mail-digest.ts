import { Inject, Injectable } from '@nestjs/common';
import { EventLog, retryOnConflict } from '#eventing';
import { ProblemError } from '#platform';
import { isDigestMailed, mailDigest } from '../domain/inbox.js';
import { InboxRepository } from '../infrastructure/inbox-repository.js';
import { DIGEST_MAILER, type DigestMailer } from './digest-mailer.js';
import { GetDigest } from './get-digest.js';
import { publishInbox } from './publish-inbox.js';

/**
 * Hands a recipient's digest of a day to the mailer, once, and nothing when there is nothing to tell. It is handed
 * over before note of it is taken: a service that dies between the two hands it over again when it is asked again.
 */
@Injectable()
export class MailDigest {
  readonly #log: EventLog;
  readonly #digest: GetDigest;
  readonly #inboxes: InboxRepository;
  readonly #mailer: DigestMailer;

  constructor(
    log: EventLog,
    digest: GetDigest,
    inboxes: InboxRepository,
    @Inject(DIGEST_MAILER) mailer: DigestMailer,
  ) {
    this.#log = log;
    this.#digest = digest;
    this.#inboxes = inboxes;
    this.#mailer = mailer;
  }

  /** @throws ProblemError 422 `day-not-over` */
  async execute(recipientId: string, day: string): Promise<void> {
    const now = new Date().toISOString();
    if (day >= now.slice(0, 10)) throw notOver(day);
    const stored = await this.#log.transaction((uow) => this.#inboxes.find(uow, recipientId));
    if (isDigestMailed(stored, day)) return;
    const digest = await this.#digest.execute(recipientId, day);
    if (digest.count === 0) return;
    await this.#mailer.mail(recipientId, digest);
    await retryOnConflict(() =>
      this.#log.transaction(async (uow) => {
        const state = await this.#inboxes.lock(uow, recipientId);
        const events = mailDigest(state, recipientId, { day, count: digest.count, at: now });
        await publishInbox(uow, this.#inboxes, state, events);
      }),
    );
  }
}

function notOver(day: string): ProblemError {
  return new ProblemError({
    status: 422,
    code: 'day-not-over',
    title: 'The day is not over',
    detail: `More may happen on ${day}; in UTC it is not over yet.`,
    errors: [{ field: 'day', message: 'day must be over in UTC' }],
  });
}
