/**
 * The HTTP API of feeds, from its OpenAPI document: `npm run api:types`.
 */
export interface paths {
    "/activities/{id}/cards": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listActivityCards"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/feeds/collections/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getCollectionFeed"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/feeds/collections/{id}/atom": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getCollectionAtom"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/feeds/collections/{id}/stream": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["streamCollectionFeed"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/feeds/following": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getFollowingFeed"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/feeds/following/stream": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["streamFollowingFeed"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/feeds/global": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getGlobalFeed"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/feeds/global/atom": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getGlobalAtom"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/feeds/global/stream": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["streamGlobalFeed"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/feeds/url": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getUrlFeed"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/feeds/url/stream": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["streamUrlFeed"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/feeds/users/{did}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getUserFeed"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/feeds/users/{did}/atom": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["getUserAtom"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/feeds/users/{did}/stream": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["streamUserFeed"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/follows": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["listFollows"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/follows/collections/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put: operations["followCollection"];
        post?: never;
        delete: operations["unfollowCollection"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/follows/users/{did}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put: operations["followUser"];
        post?: never;
        delete: operations["unfollowUser"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        ActivityBody: {
            /** Format: uuid */
            activityId: string;
            /**
             * Format: did
             * @description DID of who did it
             */
            actorId: string;
            /** @description All its cards; "cards" has the first few */
            cardCount: number;
            cards: components["schemas"]["CardBody"][];
            collections: components["schemas"]["CollectionBody"][];
            /** @description Set when it is a connection */
            connection: components["schemas"]["ConnectionBody"] | null;
            /**
             * Format: uuid
             * @description Set when it is an import
             */
            importId: string | null;
            /** Format: date-time */
            occurredAt: string;
            /** @enum {string} */
            type: "CARD_COLLECTED" | "COLLECTION_CREATED" | "CONNECTION_CREATED";
        };
        ActivityPage: {
            items: components["schemas"]["ActivityBody"][];
            /** @description The cursor of the next page */
            next: string | null;
        };
        CardBody: {
            /** Format: uuid */
            cardId: string;
            /**
             * Format: did
             * @description DID of who saved it
             */
            curatorId: string;
            /** @description The first few passages that its curator marked */
            highlights: components["schemas"]["HighlightBody"][];
            /** @description What is known of the work: title, authors, published, site, kind */
            metadata: {
                [key: string]: unknown;
            };
            /** @description What its curator says of it */
            note: string | null;
            /** Format: uri */
            url: string;
        };
        CardPage: {
            items: components["schemas"]["CardBody"][];
            /** @description The cursor of the next page */
            next: string | null;
        };
        CollectionBody: {
            /** @description OPEN: anybody adds cards. CLOSED: its author and their collaborators do */
            access: string;
            description: string | null;
            /** Format: uuid */
            id: string;
            name: string;
        };
        ConnectionBody: {
            /** Format: uuid */
            id: string;
            note: string | null;
            source: components["schemas"]["ConnectionEndBody"];
            target: components["schemas"]["ConnectionEndBody"];
            /** @example SUPPORTS */
            type: string;
        };
        ConnectionEndBody: {
            /** Format: uuid */
            cardId: string | null;
            /** Format: uuid */
            collectionId: string | null;
            metadata: {
                [key: string]: unknown;
            };
            /** Format: uri */
            url: string;
        };
        FieldError: {
            /** @description Path into the body or query: `note`, `items.3.url` */
            field: string;
            message: string;
        };
        FollowBody: {
            collectionName: string | null;
            /** Format: date-time */
            followedAt: string;
            /** Format: uuid */
            followId: string;
            /** @description A user's DID, or a collection's id */
            targetId: unknown | unknown;
            /** @enum {string} */
            targetType: "USER" | "COLLECTION";
        };
        FollowPage: {
            items: components["schemas"]["FollowBody"][];
            /** @description The cursor of the next page */
            next: string | null;
        };
        HighlightBody: {
            /** Format: uuid */
            cardId: string;
            note: string | null;
            /** @description The passage */
            quote: string | null;
            /** @description Where it stands in the work: a text fragment */
            selector: string | null;
        };
        /** @description How somebody is called, as far as it is known */
        Person: {
            /** Format: did */
            did: string;
            /** @description As they call themselves: nobody checks that */
            displayName?: string;
            /**
             * Format: handle
             * @description Verified both ways
             */
            handle?: string;
        };
        /** @description RFC 9457 problem details */
        Problem: {
            /** @description Stable: decide by it */
            code: string;
            /** @description What is wrong this time, and what to do about it */
            detail?: string;
            errors?: components["schemas"]["FieldError"][];
            /** @description The path and query that were asked for, as they came */
            instance?: string;
            status: number;
            title: string;
            /**
             * Format: uri
             * @description `urn:commonplace:problem:<code>`
             */
            type: string;
        };
        WithPeople: {
            /** @description Those in the answer of whom a name is known; left out where there are none */
            people?: components["schemas"]["Person"][];
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    listActivityCards: {
        parameters: {
            query?: {
                /** @description The `next` of the page before */
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    /** @description What is left of it */
                    RateLimit?: string;
                    /** @description The limit, where there is one */
                    "RateLimit-Policy"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CardPage"] & components["schemas"]["WithPeople"];
                };
            };
            /** @description The request is not valid: `errors` names each field at fault */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Who asks is not known */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A parameter in the path is longer than 100 characters */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    /** @description What is left of it */
                    RateLimit?: string;
                    /** @description The limit, where there is one */
                    "RateLimit-Policy"?: string;
                    /** @description Seconds to wait */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other refusal, or a failure on our side */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getCollectionFeed: {
        parameters: {
            query?: {
                /** @description DID of who did it */
                actor?: string;
                /** @description The `next` of the page before */
                cursor?: string;
                /** @description Only what is about a work of this kind */
                kind?: "article" | "link" | "book" | "research" | "audio" | "video" | "social" | "event" | "software";
                limit?: number;
                type?: "CARD_COLLECTED" | "COLLECTION_CREATED" | "CONNECTION_CREATED";
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    /** @description What is left of it */
                    RateLimit?: string;
                    /** @description The limit, where there is one */
                    "RateLimit-Policy"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ActivityPage"] & components["schemas"]["WithPeople"];
                };
            };
            /** @description The request is not valid: `errors` names each field at fault */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Who asks is not known */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A parameter in the path is longer than 100 characters */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    /** @description What is left of it */
                    RateLimit?: string;
                    /** @description The limit, where there is one */
                    "RateLimit-Policy"?: string;
                    /** @description Seconds to wait */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other refusal, or a failure on our side */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getCollectionAtom: {
        parameters: {
            query?: {
                /** @description DID of who did it */
                actor?: string;
                /** @description The `next` of the page before */
                cursor?: string;
                /** @description Only what is about a work of this kind */
                kind?: "article" | "link" | "book" | "research" | "audio" | "video" | "social" | "event" | "software";
                limit?: number;
                type?: "CARD_COLLECTED" | "COLLECTION_CREATED" | "CONNECTION_CREATED";
            };
            header?: {
                /** @description The `ETag` of the document that one has */
                "If-None-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description An Atom feed (RFC 4287) */
            200: {
                headers: {
                    /** @description Of the document, for `If-None-Match` */
                    ETag: string;
                    /** @description What is left of it */
                    RateLimit?: string;
                    /** @description The limit, where there is one */
                    "RateLimit-Policy"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/atom+xml": string;
                };
            };
            /** @description As it was, by `If-None-Match` */
            304: {
                headers: {
                    /** @description What is left of it */
                    RateLimit?: string;
                    /** @description The limit, where there is one */
                    "RateLimit-Policy"?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request is not valid: `errors` names each field at fault */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Who asks is not known */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A parameter in the path is longer than 100 characters */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    /** @description What is left of it */
                    RateLimit?: string;
                    /** @description The limit, where there is one */
                    "RateLimit-Policy"?: string;
                    /** @description Seconds to wait */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other refusal, or a failure on our side */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    streamCollectionFeed: {
        parameters: {
            query?: {
                /** @description DID of who did it */
                actor?: string;
                /** @description Only what is about a work of this kind */
                kind?: "article" | "link" | "book" | "research" | "audio" | "video" | "social" | "event" | "software";
                type?: "CARD_COLLECTED" | "COLLECTION_CREATED" | "CONNECTION_CREATED";
            };
            header?: {
                /** @description The id of the last event that was received: what came after it is told first. */
                "Last-Event-ID"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Server-sent events: `activity` (as in the feed), `activity-gone` (`activityId`) and `reset`. */
            200: {
                headers: {
                    /** @description What is left of it */
                    RateLimit?: string;
                    /** @description The limit, where there is one */
                    "RateLimit-Policy"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            /** @description The request is not valid: `errors` names each field at fault */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Who asks is not known */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A parameter in the path is longer than 100 characters */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description You have too many streams open */
            429: {
                headers: {
                    /** @description What is left of it */
                    RateLimit?: string;
                    /** @description The limit, where there is one */
                    "RateLimit-Policy"?: string;
                    /** @description Seconds to wait */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This replica takes no stream now; try again */
            503: {
                headers: {
                    /** @description Seconds to wait */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other refusal, or a failure on our side */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getFollowingFeed: {
        parameters: {
            query?: {
                /** @description DID of who did it */
                actor?: string;
                /** @description The `next` of the page before */
                cursor?: string;
                /** @description Only what followed users do, or what comes into followed collections */
                followed?: "USER" | "COLLECTION";
                /** @description Only what is about a work of this kind */
                kind?: "article" | "link" | "book" | "research" | "audio" | "video" | "social" | "event" | "software";
                limit?: number;
                type?: "CARD_COLLECTED" | "COLLECTION_CREATED" | "CONNECTION_CREATED";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    /** @description What is left of it */
                    RateLimit?: string;
                    /** @description The limit, where there is one */
                    "RateLimit-Policy"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ActivityPage"] & components["schemas"]["WithPeople"];
                };
            };
            /** @description The request is not valid: `errors` names each field at fault */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Who asks is not known */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    /** @description What is left of it */
                    RateLimit?: string;
                    /** @description The limit, where there is one */
                    "RateLimit-Policy"?: string;
                    /** @description Seconds to wait */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other refusal, or a failure on our side */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    streamFollowingFeed: {
        parameters: {
            query?: {
                /** @description DID of who did it */
                actor?: string;
                /** @description Only what followed users do, or what comes into followed collections */
                followed?: "USER" | "COLLECTION";
                /** @description Only what is about a work of this kind */
                kind?: "article" | "link" | "book" | "research" | "audio" | "video" | "social" | "event" | "software";
                type?: "CARD_COLLECTED" | "COLLECTION_CREATED" | "CONNECTION_CREATED";
            };
            header?: {
                /** @description The id of the last event that was received: what came after it is told first. */
                "Last-Event-ID"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Server-sent events: `activity` (as in the feed), `activity-gone` (`activityId`) and `reset`. */
            200: {
                headers: {
                    /** @description What is left of it */
                    RateLimit?: string;
                    /** @description The limit, where there is one */
                    "RateLimit-Policy"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            /** @description The request is not valid: `errors` names each field at fault */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Who asks is not known */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description You have too many streams open */
            429: {
                headers: {
                    /** @description What is left of it */
                    RateLimit?: string;
                    /** @description The limit, where there is one */
                    "RateLimit-Policy"?: string;
                    /** @description Seconds to wait */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This replica takes no stream now; try again */
            503: {
                headers: {
                    /** @description Seconds to wait */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other refusal, or a failure on our side */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getGlobalFeed: {
        parameters: {
            query?: {
                /** @description DID of who did it */
                actor?: string;
                /** @description The `next` of the page before */
                cursor?: string;
                /** @description Only what is about a work of this kind */
                kind?: "article" | "link" | "book" | "research" | "audio" | "video" | "social" | "event" | "software";
                limit?: number;
                type?: "CARD_COLLECTED" | "COLLECTION_CREATED" | "CONNECTION_CREATED";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    /** @description What is left of it */
                    RateLimit?: string;
                    /** @description The limit, where there is one */
                    "RateLimit-Policy"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ActivityPage"] & components["schemas"]["WithPeople"];
                };
            };
            /** @description The request is not valid: `errors` names each field at fault */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Who asks is not known */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    /** @description What is left of it */
                    RateLimit?: string;
                    /** @description The limit, where there is one */
                    "RateLimit-Policy"?: string;
                    /** @description Seconds to wait */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other refusal, or a failure on our side */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getGlobalAtom: {
        parameters: {
            query?: {
                /** @description DID of who did it */
                actor?: string;
                /** @description The `next` of the page before */
                cursor?: string;
                /** @description Only what is about a work of this kind */
                kind?: "article" | "link" | "book" | "research" | "audio" | "video" | "social" | "event" | "software";
                limit?: number;
                type?: "CARD_COLLECTED" | "COLLECTION_CREATED" | "CONNECTION_CREATED";
            };
            header?: {
                /** @description The `ETag` of the document that one has */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description An Atom feed (RFC 4287) */
            200: {
                headers: {
                    /** @description Of the document, for `If-None-Match` */
                    ETag: string;
                    /** @description What is left of it */
                    RateLimit?: string;
                    /** @description The limit, where there is one */
                    "RateLimit-Policy"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/atom+xml": string;
                };
            };
            /** @description As it was, by `If-None-Match` */
            304: {
                headers: {
                    /** @description What is left of it */
                    RateLimit?: string;
                    /** @description The limit, where there is one */
                    "RateLimit-Policy"?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request is not valid: `errors` names each field at fault */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Who asks is not known */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    /** @description What is left of it */
                    RateLimit?: string;
                    /** @description The limit, where there is one */
                    "RateLimit-Policy"?: string;
                    /** @description Seconds to wait */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other refusal, or a failure on our side */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    streamGlobalFeed: {
        parameters: {
            query?: {
                /** @description DID of who did it */
                actor?: string;
                /** @description Only what is about a work of this kind */
                kind?: "article" | "link" | "book" | "research" | "audio" | "video" | "social" | "event" | "software";
                type?: "CARD_COLLECTED" | "COLLECTION_CREATED" | "CONNECTION_CREATED";
            };
            header?: {
                /** @description The id of the last event that was received: what came after it is told first. */
                "Last-Event-ID"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Server-sent events: `activity` (as in the feed), `activity-gone` (`activityId`) and `reset`. */
            200: {
                headers: {
                    /** @description What is left of it */
                    RateLimit?: string;
                    /** @description The limit, where there is one */
                    "RateLimit-Policy"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            /** @description The request is not valid: `errors` names each field at fault */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Who asks is not known */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description You have too many streams open */
            429: {
                headers: {
                    /** @description What is left of it */
                    RateLimit?: string;
                    /** @description The limit, where there is one */
                    "RateLimit-Policy"?: string;
                    /** @description Seconds to wait */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This replica takes no stream now; try again */
            503: {
                headers: {
                    /** @description Seconds to wait */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other refusal, or a failure on our side */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getUrlFeed: {
        parameters: {
            query: {
                /** @description DID of who did it */
                actor?: string;
                /** @description The `next` of the page before */
                cursor?: string;
                /** @description Only what is about a work of this kind */
                kind?: "article" | "link" | "book" | "research" | "audio" | "video" | "social" | "event" | "software";
                limit?: number;
                type?: "CARD_COLLECTED" | "COLLECTION_CREATED" | "CONNECTION_CREATED";
                /** @description The normalised URL of the work, as its cards have it */
                url: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    /** @description What is left of it */
                    RateLimit?: string;
                    /** @description The limit, where there is one */
                    "RateLimit-Policy"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ActivityPage"] & components["schemas"]["WithPeople"];
                };
            };
            /** @description The request is not valid: `errors` names each field at fault */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Who asks is not known */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    /** @description What is left of it */
                    RateLimit?: string;
                    /** @description The limit, where there is one */
                    "RateLimit-Policy"?: string;
                    /** @description Seconds to wait */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other refusal, or a failure on our side */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    streamUrlFeed: {
        parameters: {
            query: {
                /** @description DID of who did it */
                actor?: string;
                /** @description Only what is about a work of this kind */
                kind?: "article" | "link" | "book" | "research" | "audio" | "video" | "social" | "event" | "software";
                type?: "CARD_COLLECTED" | "COLLECTION_CREATED" | "CONNECTION_CREATED";
                /** @description The normalised URL of the work, as its cards have it */
                url: string;
            };
            header?: {
                /** @description The id of the last event that was received: what came after it is told first. */
                "Last-Event-ID"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Server-sent events: `activity` (as in the feed), `activity-gone` (`activityId`) and `reset`. */
            200: {
                headers: {
                    /** @description What is left of it */
                    RateLimit?: string;
                    /** @description The limit, where there is one */
                    "RateLimit-Policy"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            /** @description The request is not valid: `errors` names each field at fault */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Who asks is not known */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description You have too many streams open */
            429: {
                headers: {
                    /** @description What is left of it */
                    RateLimit?: string;
                    /** @description The limit, where there is one */
                    "RateLimit-Policy"?: string;
                    /** @description Seconds to wait */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This replica takes no stream now; try again */
            503: {
                headers: {
                    /** @description Seconds to wait */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other refusal, or a failure on our side */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getUserFeed: {
        parameters: {
            query?: {
                /** @description The `next` of the page before */
                cursor?: string;
                /** @description Only what is about a work of this kind */
                kind?: "article" | "link" | "book" | "research" | "audio" | "video" | "social" | "event" | "software";
                limit?: number;
                type?: "CARD_COLLECTED" | "COLLECTION_CREATED" | "CONNECTION_CREATED";
            };
            header?: never;
            path: {
                /** @description DID of the person, or their handle */
                did: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    /** @description What is left of it */
                    RateLimit?: string;
                    /** @description The limit, where there is one */
                    "RateLimit-Policy"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ActivityPage"] & components["schemas"]["WithPeople"];
                };
            };
            /** @description The request is not valid: `errors` names each field at fault */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Who asks is not known */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A parameter in the path is longer than 100 characters */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    /** @description What is left of it */
                    RateLimit?: string;
                    /** @description The limit, where there is one */
                    "RateLimit-Policy"?: string;
                    /** @description Seconds to wait */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other refusal, or a failure on our side */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getUserAtom: {
        parameters: {
            query?: {
                /** @description The `next` of the page before */
                cursor?: string;
                /** @description Only what is about a work of this kind */
                kind?: "article" | "link" | "book" | "research" | "audio" | "video" | "social" | "event" | "software";
                limit?: number;
                type?: "CARD_COLLECTED" | "COLLECTION_CREATED" | "CONNECTION_CREATED";
            };
            header?: {
                /** @description The `ETag` of the document that one has */
                "If-None-Match"?: string;
            };
            path: {
                /** @description DID of the person, or their handle */
                did: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description An Atom feed (RFC 4287) */
            200: {
                headers: {
                    /** @description Of the document, for `If-None-Match` */
                    ETag: string;
                    /** @description What is left of it */
                    RateLimit?: string;
                    /** @description The limit, where there is one */
                    "RateLimit-Policy"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/atom+xml": string;
                };
            };
            /** @description As it was, by `If-None-Match` */
            304: {
                headers: {
                    /** @description What is left of it */
                    RateLimit?: string;
                    /** @description The limit, where there is one */
                    "RateLimit-Policy"?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request is not valid: `errors` names each field at fault */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Who asks is not known */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A parameter in the path is longer than 100 characters */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    /** @description What is left of it */
                    RateLimit?: string;
                    /** @description The limit, where there is one */
                    "RateLimit-Policy"?: string;
                    /** @description Seconds to wait */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other refusal, or a failure on our side */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    streamUserFeed: {
        parameters: {
            query?: {
                /** @description Only what is about a work of this kind */
                kind?: "article" | "link" | "book" | "research" | "audio" | "video" | "social" | "event" | "software";
                type?: "CARD_COLLECTED" | "COLLECTION_CREATED" | "CONNECTION_CREATED";
            };
            header?: {
                /** @description The id of the last event that was received: what came after it is told first. */
                "Last-Event-ID"?: string;
            };
            path: {
                /** @description DID of the person, or their handle */
                did: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Server-sent events: `activity` (as in the feed), `activity-gone` (`activityId`) and `reset`. */
            200: {
                headers: {
                    /** @description What is left of it */
                    RateLimit?: string;
                    /** @description The limit, where there is one */
                    "RateLimit-Policy"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            /** @description The request is not valid: `errors` names each field at fault */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Who asks is not known */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A parameter in the path is longer than 100 characters */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description You have too many streams open */
            429: {
                headers: {
                    /** @description What is left of it */
                    RateLimit?: string;
                    /** @description The limit, where there is one */
                    "RateLimit-Policy"?: string;
                    /** @description Seconds to wait */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description This replica takes no stream now; try again */
            503: {
                headers: {
                    /** @description Seconds to wait */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other refusal, or a failure on our side */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listFollows: {
        parameters: {
            query?: {
                /** @description The `next` of the page before */
                cursor?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    /** @description What is left of it */
                    RateLimit?: string;
                    /** @description The limit, where there is one */
                    "RateLimit-Policy"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FollowPage"] & components["schemas"]["WithPeople"];
                };
            };
            /** @description The request is not valid: `errors` names each field at fault */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Who asks is not known */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    /** @description What is left of it */
                    RateLimit?: string;
                    /** @description The limit, where there is one */
                    "RateLimit-Policy"?: string;
                    /** @description Seconds to wait */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other refusal, or a failure on our side */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    followCollection: {
        parameters: {
            query?: never;
            header?: {
                /** @description A string of your own, new for each command: asked again under it within 24 hours, the command is not done again and its answer is repeated */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    /** @description Where the answer is that of an earlier request under the same key */
                    "Idempotency-Replayed"?: "true";
                    /** @description What is left of it */
                    RateLimit?: string;
                    /** @description The limit, where there is one */
                    "RateLimit-Policy"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FollowBody"];
                };
            };
            /** @description The request is not valid: `errors` names each field at fault */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Who asks is not known */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description There is no such thing */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Changed at the same time, or the first request under this `Idempotency-Key` is worked on */
            409: {
                headers: {
                    /** @description Seconds to wait */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The answer under this `Idempotency-Key` was erased with what its owner wrote */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than is taken here */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A parameter in the path is longer than 100 characters */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is of a type that is not taken here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The `Idempotency-Key` was used for another request */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    /** @description What is left of it */
                    RateLimit?: string;
                    /** @description The limit, where there is one */
                    "RateLimit-Policy"?: string;
                    /** @description Seconds to wait */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other refusal, or a failure on our side */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    unfollowCollection: {
        parameters: {
            query?: never;
            header?: {
                /** @description A string of your own, new for each command: asked again under it within 24 hours, the command is not done again and its answer is repeated */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    /** @description Where the answer is that of an earlier request under the same key */
                    "Idempotency-Replayed"?: "true";
                    /** @description What is left of it */
                    RateLimit?: string;
                    /** @description The limit, where there is one */
                    "RateLimit-Policy"?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request is not valid: `errors` names each field at fault */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Who asks is not known */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Changed at the same time, or the first request under this `Idempotency-Key` is worked on */
            409: {
                headers: {
                    /** @description Seconds to wait */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The answer under this `Idempotency-Key` was erased with what its owner wrote */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than is taken here */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A parameter in the path is longer than 100 characters */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is of a type that is not taken here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The `Idempotency-Key` was used for another request */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    /** @description What is left of it */
                    RateLimit?: string;
                    /** @description The limit, where there is one */
                    "RateLimit-Policy"?: string;
                    /** @description Seconds to wait */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other refusal, or a failure on our side */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    followUser: {
        parameters: {
            query?: never;
            header?: {
                /** @description A string of your own, new for each command: asked again under it within 24 hours, the command is not done again and its answer is repeated */
                "Idempotency-Key"?: string;
            };
            path: {
                did: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    /** @description Where the answer is that of an earlier request under the same key */
                    "Idempotency-Replayed"?: "true";
                    /** @description What is left of it */
                    RateLimit?: string;
                    /** @description The limit, where there is one */
                    "RateLimit-Policy"?: string;
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FollowBody"];
                };
            };
            /** @description The request is not valid: `errors` names each field at fault */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Who asks is not known */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Changed at the same time, or the first request under this `Idempotency-Key` is worked on */
            409: {
                headers: {
                    /** @description Seconds to wait */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The answer under this `Idempotency-Key` was erased with what its owner wrote */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than is taken here */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A parameter in the path is longer than 100 characters */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is of a type that is not taken here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The `Idempotency-Key` was used for another request */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    /** @description What is left of it */
                    RateLimit?: string;
                    /** @description The limit, where there is one */
                    "RateLimit-Policy"?: string;
                    /** @description Seconds to wait */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other refusal, or a failure on our side */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    unfollowUser: {
        parameters: {
            query?: never;
            header?: {
                /** @description A string of your own, new for each command: asked again under it within 24 hours, the command is not done again and its answer is repeated */
                "Idempotency-Key"?: string;
            };
            path: {
                did: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    /** @description Where the answer is that of an earlier request under the same key */
                    "Idempotency-Replayed"?: "true";
                    /** @description What is left of it */
                    RateLimit?: string;
                    /** @description The limit, where there is one */
                    "RateLimit-Policy"?: string;
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description The request is not valid: `errors` names each field at fault */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Who asks is not known */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Changed at the same time, or the first request under this `Idempotency-Key` is worked on */
            409: {
                headers: {
                    /** @description Seconds to wait */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The answer under this `Idempotency-Key` was erased with what its owner wrote */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is larger than is taken here */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description A parameter in the path is longer than 100 characters */
            414: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The body is of a type that is not taken here */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description The `Idempotency-Key` was used for another request */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Too many requests */
            429: {
                headers: {
                    /** @description What is left of it */
                    RateLimit?: string;
                    /** @description The limit, where there is one */
                    "RateLimit-Policy"?: string;
                    /** @description Seconds to wait */
                    "Retry-After"?: number;
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description Any other refusal, or a failure on our side */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
}
