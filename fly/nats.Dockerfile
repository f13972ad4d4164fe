FROM nats:2.14.9-alpine
COPY infra/nats/*.conf /etc/commonplace/
COPY infra/nats/permissions /etc/commonplace/permissions
COPY --chmod=755 fly/nats-entrypoint.sh /entrypoint.sh
ENTRYPOINT ["/entrypoint.sh"]
