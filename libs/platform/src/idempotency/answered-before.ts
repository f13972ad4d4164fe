import { type ArgumentsHost, Catch, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { Answer } from './answers.js';

/** Ends a command that was answered already: it is given that answer again. */
export class AnsweredBefore extends Error {
  override readonly name = 'AnsweredBefore';
  readonly answer: Answer;

  constructor(answer: Answer) {
    super('The command was answered before, under the same key');
    this.answer = answer;
  }
}

@Catch(AnsweredBefore)
export class AnswersAgain implements ExceptionFilter {
  catch({ answer: { status, headers, body } }: AnsweredBefore, host: ArgumentsHost): void {
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    void reply
      .status(status)
      .headers({ ...headers, 'idempotency-replayed': 'true' })
      .send(body ?? undefined);
  }
}
