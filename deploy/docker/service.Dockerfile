# The Orrery service as one bundle on a plain Node image. Build from the root of the repository:
#   docker build -f deploy/docker/service.Dockerfile -t orrery-service .
FROM node:20-bookworm-slim AS build
WORKDIR /src
COPY . .
RUN npm ci --workspace backend --no-audit --no-fund \
  && node -e "import('./scripts/lib/build.mjs').then((build) => build.buildService())"

FROM node:20-bookworm-slim
LABEL org.opencontainers.image.title="Orrery service" org.opencontainers.image.licenses="Apache-2.0"
ENV NODE_ENV=production ORRERY_HOST=0.0.0.0 ORRERY_PORT=4310 ORRERY_DATA_DIR=/var/lib/orrery
COPY --from=build /src/LICENSE /src/NOTICE /app/
COPY --from=build /src/backend/dist /app
RUN mkdir -p /var/lib/orrery && chown node:node /var/lib/orrery
USER node
VOLUME /var/lib/orrery
EXPOSE 4310
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s --retries=6 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:4310/readyz').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "--enable-source-maps", "/app/main.mjs"]
