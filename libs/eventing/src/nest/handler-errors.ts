import { type ArgumentsHost, Catch, type ExceptionFilter } from '@nestjs/common';
import { type Observable, throwError } from 'rxjs';

/**
 * Hands a handler's own error to the inbox, which decides what becomes of the event. Without it Nest would log
 * the error and replace it with "Internal server error".
 */
@Catch()
export class HandlerErrorFilter implements ExceptionFilter {
  catch(error: unknown, _host: ArgumentsHost): Observable<never> {
    return throwError(() => error);
  }
}
