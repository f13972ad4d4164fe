/** The HEALTHCHECK of a service's image: ends with 0 when the service in this container is ready. */
const url = `http://localhost:${process.env['PORT']}/readyz`;
const answer = await fetch(url, { signal: AbortSignal.timeout(3_000) }).catch(() => undefined);
process.exitCode = answer?.ok ? 0 : 1;
