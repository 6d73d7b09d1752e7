# The service in an image: no build tools, no package manager, nobody's root. It writes to /data and /tmp only, so the rest may be read-only:
#   docker run --read-only --tmpfs /tmp -v brickbot:/data -v ./brickbot.yaml:/config/brickbot.yaml:ro --env-file .env -p 3978:3978 brickbot

FROM node:24-bookworm-slim AS install
WORKDIR /app
COPY package.json package-lock.json ./
# Node itself is among the packages: the same one, pinned by the lock file, as everywhere else.
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund
RUN rm -rf node_modules/node-*/include node_modules/node-*/share

FROM debian:bookworm-slim
# git resolves branches to commits; certificates and ssh are its roads.
RUN apt-get update && apt-get install -y --no-install-recommends ca-certificates git openssh-client && rm -rf /var/lib/apt/lists/*
WORKDIR /app
COPY --from=install /app/node_modules ./node_modules
COPY package.json ./
COPY tools ./tools
COPY dialogs ./dialogs
COPY src ./src
# Distroless images call this number nonroot.
RUN install -d -o 65532 -g 65532 -m 700 /data
USER 65532:65532
# Compiled code is kept from one start to the next.
ENV NODE_COMPILE_CACHE=/tmp/node-compile-cache NODE_ENV=production BRICKBOT_DATA=/data BRICKBOT_CONFIG=/config/brickbot.yaml HOME=/tmp
VOLUME /data
EXPOSE 3978
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s CMD ["/app/node_modules/.bin/node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT ?? 3978}/healthz`).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["/app/node_modules/.bin/node", "--max-semi-space-size=32", "src/main.ts"]
