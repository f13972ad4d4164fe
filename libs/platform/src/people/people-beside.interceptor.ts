import {
  type CallHandler,
  type ExecutionContext,
  Inject,
  Injectable,
  type NestInterceptor,
} from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { map, type Observable } from 'rxjs';
import { People } from './people.js';
import { PeopleInAnswers } from './people-in-answers.js';

/** Puts what is known of the people in an answer beside it, as `people`. Waits for nothing. */
@Injectable()
export class PeopleBeside implements NestInterceptor {
  readonly #people: People;
  readonly #inAnswers: PeopleInAnswers;

  constructor(@Inject(People) people: People, @Inject(PeopleInAnswers) inAnswers: PeopleInAnswers) {
    this.#people = people;
    this.#inAnswers = inAnswers;
  }

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    if (context.getType() !== 'http') return next.handle();
    const { method, routeOptions } = context.switchToHttp().getRequest<FastifyRequest>();
    const didsIn = method === 'GET' ? this.#inAnswers.of(routeOptions.url ?? '') : undefined;
    if (didsIn === undefined) return next.handle();
    return next
      .handle()
      .pipe(
        map((answer: unknown) =>
          typeof answer === 'object' && answer !== null
            ? this.#people.beside(answer, didsIn(answer))
            : answer,
        ),
      );
  }
}
