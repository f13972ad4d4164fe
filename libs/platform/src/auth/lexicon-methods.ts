import type { OpenAPIObject } from '@nestjs/swagger';

/** Names of the routes of a service, by method and path: `'POST /cards': 'saveCard'`. */
export type RouteNames = Readonly<Record<string, string>>;

/** A row of the published table. */
export interface LexiconMethod {
  method: string;
  /** As in OpenAPI: `/cards/{id}`. */
  path: string;
  /** What tokens for it name as `lxm`, a NSID. */
  lexiconMethod: string;
}

/** The NSIDs of the protocol, the same wherever it is served. */
const AUTHORITY = 'example.commonplace';
const VERBS = ['get', 'post', 'put', 'patch', 'delete'] as const;

/** Which lexicon method a token must be for, by the route that it is sent to. */
export class LexiconMethods {
  readonly table: readonly LexiconMethod[];
  private readonly byRoute: ReadonlyMap<string, string>;

  /** @param service `cards` */
  constructor(service: string, names: RouteNames) {
    this.table = Object.entries(names).map(([route, name]) => {
      const [method = '', path = ''] = route.split(' ');
      return { method, path, lexiconMethod: `${AUTHORITY}.${service}.${name}` };
    });
    this.byRoute = new Map(this.table.map((row) => [`${row.method} ${row.path}`, row.lexiconMethod]));
  }

  /**
   * @param route As the router has it: `/cards/:id`.
   * @returns undefined where the route has none: no token opens it.
   */
  of(method: string, route: string): string | undefined {
    const path = route.replace(/:(\w+)/gu, '{$1}');
    return this.byRoute.get(`${method === 'HEAD' ? 'GET' : method} ${path}`);
  }

  /** Adds to each operation of the API's description the method that its tokens are for, and names it by that. */
  describeIn({ paths }: OpenAPIObject): void {
    for (const [path, operations] of Object.entries(paths)) {
      for (const verb of VERBS) {
        const lexiconMethod = this.byRoute.get(`${verb.toUpperCase()} ${path}`);
        const operation = operations[verb];
        if (operation === undefined || lexiconMethod === undefined) continue;
        const operationId = lexiconMethod.slice(lexiconMethod.lastIndexOf('.') + 1);
        Object.assign(operation, { operationId, 'x-lexicon-method': lexiconMethod });
      }
    }
  }
}
