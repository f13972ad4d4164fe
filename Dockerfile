# One image a service: docker build --target cards|feeds|notifications|provision
FROM node:24.21.0-slim AS base
WORKDIR /app
COPY package.json package-lock.json .npmrc ./

FROM base AS build
RUN npm ci --ignore-scripts
COPY tsconfig.json tsconfig.build.json nest-cli.json .swcrc ./
COPY libs libs
COPY services services
COPY infra/dev/bundle.mjs infra/dev/paths.mjs infra/dev/
RUN node node_modules/@nestjs/cli/bin/nest.js build --all && node infra/dev/bundle.mjs

FROM base AS production
RUN npm ci --omit=dev --ignore-scripts

# A service is one file with all its packages, but for the OpenAPI page's, which are served as they are.
FROM node:24.21.0-slim AS service
ENV NODE_ENV=production PORT=8080 HOST=::
WORKDIR /app
COPY --from=production /app/package.json ./
COPY --from=production /app/node_modules/swagger-ui-dist node_modules/swagger-ui-dist
COPY infra/image/healthcheck.mjs ./
COPY libs/eventing/migrations libs/eventing/migrations
COPY libs/platform/migrations libs/platform/migrations
# The image's user `node`, as a number: Kubernetes and others see by it that it is not root.
USER 1000:1000
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 CMD ["node", "healthcheck.mjs"]

# Creates databases, roles, streams, consumers and users: run by the operator, once a release.
FROM node:24.21.0-slim AS provision
ENV NODE_ENV=production
WORKDIR /app
COPY --from=production /app/package.json ./
COPY --from=production /app/node_modules node_modules
COPY infra/image/provision.sh infra/image/provision.sh
COPY infra/nats infra/nats
COPY infra/postgres infra/postgres
COPY infra/rabbitmq infra/rabbitmq
COPY infra/redis infra/redis
USER 1000:1000
CMD ["node", "infra/nats/provision.mjs"]

FROM service AS cards
COPY --from=build /app/dist/services/cards/*.js /app/dist/services/cards/*.js.map dist/services/cards/
COPY services/cards/migrations services/cards/migrations
CMD ["node", "--enable-source-maps", "dist/services/cards/main.js"]

FROM service AS feeds
COPY --from=build /app/dist/services/feeds/*.js /app/dist/services/feeds/*.js.map dist/services/feeds/
COPY services/feeds/migrations services/feeds/migrations
CMD ["node", "--enable-source-maps", "dist/services/feeds/main.js"]

FROM service AS notifications
COPY --from=build /app/dist/services/notifications/*.js /app/dist/services/notifications/*.js.map dist/services/notifications/
COPY services/notifications/migrations services/notifications/migrations
CMD ["node", "--enable-source-maps", "dist/services/notifications/main.js"]
