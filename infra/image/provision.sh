#!/bin/sh
# The operator's step of a release, with the operator's credentials: docs/deploying.md.
set -eu
for name in CARDS_PASSWORD FEEDS_PASSWORD NOTIFICATIONS_PASSWORD; do
  # Without it provisioning makes one, and prints it: into the log of a release.
  if [ -z "$(printenv "$name")" ]; then
    echo "$name is not set" >&2
    exit 2
  fi
done
node infra/postgres/provision.mjs
node infra/nats/provision.mjs --server "$NATS_URL" --replicas "$NATS_REPLICAS"
