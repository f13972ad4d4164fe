export const PROBLEM_MEDIA_TYPE = 'application/problem+json; charset=utf-8';

/** One field of a request that was refused. */
export interface FieldError {
  /** Path into the body or query: `note`, `items.3.url`. */
  field: string;
  message: string;
}

/** RFC 9457 problem details, with a stable `code` and field-level `errors` as extensions. */
export interface Problem {
  /** URI of the kind of problem: `urn:commonplace:problem:<code>`. */
  type: string;
  title: string;
  status: number;
  code: string;
  detail?: string;
  instance?: string;
  errors?: FieldError[];
}

export interface ProblemInit {
  status: number;
  /** Stable, kebab-case: clients decide by it. */
  code: string;
  title: string;
  /** What is wrong this time, and what to do about it. */
  detail?: string;
  errors?: FieldError[];
  /** Response headers that belong to the problem: `Retry-After`, `WWW-Authenticate`. */
  headers?: Record<string, string>;
}

/** An expected failure of a request, answered as problem details. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';
  readonly status: number;
  readonly code: string;
  readonly headers: Record<string, string>;
  readonly #init: ProblemInit;

  constructor(init: ProblemInit) {
    super(init.detail ?? init.title);
    this.status = init.status;
    this.code = init.code;
    this.headers = init.headers ?? {};
    this.#init = init;
  }

  toProblem(instance?: string): Problem {
    const { status, code, title, detail, errors } = this.#init;
    return {
      type: `urn:commonplace:problem:${code}`,
      title,
      status,
      code,
      ...(detail === undefined ? {} : { detail }),
      ...(instance === undefined ? {} : { instance }),
      ...(errors === undefined ? {} : { errors }),
    };
  }
}
