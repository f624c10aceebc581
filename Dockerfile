# The service as a container. Build what it copies first: eng/publish
FROM debian:bookworm-slim

RUN apt-get update \
    && apt-get install -y --no-install-recommends ca-certificates libicu72 \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --home-dir /var/lib/identity --create-home identity \
    && chmod 0700 /var/lib/identity

COPY artifacts/identity /opt/identity

USER identity
VOLUME /var/lib/identity
EXPOSE 5001 5080
ENV IDENTITY_DATA=/var/lib/identity \
    IDENTITY_BIND=0.0.0.0 \
    IDENTITY_LOG_FORMAT=json
ENTRYPOINT ["/opt/identity/identity"]
CMD ["serve"]
