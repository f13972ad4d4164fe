import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import { catchError, type Observable, throwError } from 'rxjs';
import { ProblemError } from '#platform';
import { DomainError, type RefusalKind } from '../domain/domain-error.js';

const ANSWERS: Readonly<Record<RefusalKind, { status: number; title: string }>> = {
  invalid: { status: 400, title: 'The request is not valid' },
  forbidden: { status: 403, title: 'Not allowed' },
  'not-found': { status: 404, title: 'There is no such thing' },
  conflict: { status: 409, title: 'It is there already' },
  'too-large': { status: 413, title: 'The body is too large' },
  'too-many': { status: 429, title: 'Too many at once' },
};

/** Answers the domain's refusals as problem details, under the domain's own codes. */
@Injectable()
export class DomainErrors implements NestInterceptor {
  intercept(_context: ExecutionContext, next: CallHandler): Observable<unknown> {
    return next
      .handle()
      .pipe(
        catchError((error: unknown) =>
          throwError(() => (error instanceof DomainError ? problemOf(error) : error)),
        ),
      );
  }
}

function problemOf({ kind, code, message, field }: DomainError): ProblemError {
  return new ProblemError({
    ...ANSWERS[kind],
    code,
    detail: message,
    ...(field === undefined ? {} : { errors: [{ field, message }] }),
    ...(kind === 'too-many' ? { headers: { 'retry-after': '10' } } : {}),
  });
}
