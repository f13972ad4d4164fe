#!/bin/sh
# A machine keeps its name over restarts, and with it its place among the stream's replicas.
export NATS_SERVER_NAME="$FLY_MACHINE_ID"
export NATS_ROUTES="[\"nats://route:$NATS_ROUTE_PASSWORD@commonplace-nats.internal:6222\"]"
exec nats-server -c /etc/commonplace/cluster.conf
