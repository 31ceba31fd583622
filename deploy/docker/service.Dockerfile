# Orrery in one image. Build from the root of the repository:
#   docker build -f deploy/docker/service.Dockerfile -t orrery-service .
# What a container is, its command says, node /app/main.mjs COMMAND:
#   service                 service and worker in one process, on one database file in /var/lib/orrery (default)
#   service --distributed   the service alone, on the servers of ORRERY_INFLUX_URL …
#   worker                  a worker on the same servers
#   query, load, export …   the command line
FROM node:20-bookworm-slim AS build
WORKDIR /src
COPY . .
RUN node scripts/build.mjs service \
  # The program needs of node_modules the embedded databases alone, which have binaries.
  && mkdir -p /app/node_modules \
  && cp -r node_modules/@duckdb node_modules/libsql node_modules/@libsql node_modules/@neon-rs node_modules/detect-libc \
    /app/node_modules/ \
  && cp LICENSE NOTICE /app/ \
  && cp -r orrery/dist/* /app/

# It listens on all addresses of the container, so it starts only with ORRERY_API_KEY, or where ORRERY_INSECURE=true says
# that whoever reaches it may ask; names of the container are listed in ORRERY_ALLOWED_HOSTS.
FROM node:20-bookworm-slim
LABEL org.opencontainers.image.title="Orrery service" org.opencontainers.image.licenses="Apache-2.0"
ENV NODE_ENV=production ORRERY_HOST=0.0.0.0 ORRERY_PORT=4310 ORRERY_DATA_DIR=/var/lib/orrery
COPY --from=build /app /app
RUN mkdir -p /var/lib/orrery && chown node:node /var/lib/orrery
USER node
VOLUME /var/lib/orrery
EXPOSE 4310
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s --retries=6 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:4310/readyz').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "--enable-source-maps", "/app/main.mjs", "service"]
