import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import { type AdministrationCode, AdministrationError } from '#eventing';
import { catchError, type Observable, throwError } from 'rxjs';
import { ProblemError } from '../problem.js';

const ANSWERS: Readonly<Record<AdministrationCode, { status: number; title: string }>> = {
  'parked-event-not-found': { status: 404, title: 'There is no such parked event' },
  'event-is-waiting': { status: 409, title: 'The event only waits' },
  'not-next-in-turn': { status: 409, title: 'Another event comes first' },
  'changed-meanwhile': { status: 409, title: 'Changed at the same time' },
  'no-consumer': { status: 409, title: 'The service handles no events' },
  'nothing-to-republish': { status: 404, title: 'There is nothing to publish again' },
};

/** Answers the engine's refusals as problem details, under the engine's own codes. */
@Injectable()
export class AdministrationErrors implements NestInterceptor {
  intercept(_context: ExecutionContext, next: CallHandler): Observable<unknown> {
    return next.handle().pipe(
      catchError((error: unknown) =>
        throwError(() => {
          if (!(error instanceof AdministrationError)) return error;
          const { code, message } = error;
          return new ProblemError({ ...ANSWERS[code], code, detail: message });
        }),
      ),
    );
  }
}
