# One image a service: docker build --target cards|feeds|notifications|provision
FROM node:24-slim AS base
WORKDIR /app
COPY package.json package-lock.json .npmrc ./

FROM base AS build
RUN npm ci --ignore-scripts
COPY tsconfig.json tsconfig.build.json nest-cli.json .swcrc ./
COPY libs libs
COPY services services
RUN node node_modules/@nestjs/cli/bin/nest.js build --all

FROM base AS production
RUN npm ci --omit=dev --ignore-scripts

FROM node:24-slim AS service
ENV NODE_ENV=production PORT=8080 HOST=::
WORKDIR /app
COPY --from=production /app/package.json ./
COPY --from=production /app/node_modules node_modules
COPY --from=build /app/dist dist
COPY libs/eventing/migrations libs/eventing/migrations
COPY libs/platform/migrations libs/platform/migrations
USER node
EXPOSE 8080

# Creates databases, roles, streams and consumers: run by the operator, once a release.
FROM service AS provision
COPY infra/nats infra/nats
COPY infra/postgres infra/postgres

FROM service AS cards
COPY services/cards/migrations services/cards/migrations
CMD ["node", "--enable-source-maps", "dist/services/cards/src/main.js"]

FROM service AS feeds
COPY services/feeds/migrations services/feeds/migrations
CMD ["node", "--enable-source-maps", "dist/services/feeds/src/main.js"]

FROM service AS notifications
COPY services/notifications/migrations services/notifications/migrations
CMD ["node", "--enable-source-maps", "dist/services/notifications/src/main.js"]
