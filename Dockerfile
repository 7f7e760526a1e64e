# One image, three roles: `start` (all in one), `start http`, `start worker`; and `migrate` before an upgrade.
# Brings its own database when DATABASE_URL is not set: then keep /data on a volume.
FROM node:26-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
COPY core/package.json core/
COPY contract/package.json contract/
COPY server/package.json server/
COPY web/package.json web/
COPY embed/package.json embed/
COPY examples/merchant/package.json examples/merchant/
RUN npm ci --ignore-scripts
COPY . .
# The image has its own Node; the one that npm brings for other machines would double its size.
RUN node web/build.ts && npm prune --omit=dev --ignore-scripts && rm -rf web/src node_modules/node-linux-*

FROM node:26-bookworm-slim
ENV NODE_ENV=production TALLY_DATA_DIR=/data TALLY_HOST=0.0.0.0
RUN useradd --system --user-group --home-dir /data tallystick && install -d -o tallystick -g tallystick -m 0700 /data
WORKDIR /app
COPY --from=build /app .
USER tallystick
VOLUME /data
EXPOSE 4600
HEALTHCHECK --start-period=30s CMD ["node", "-e", "fetch('http://127.0.0.1:4600/readyz').then(r => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node", "server/src/main.ts"]
CMD ["start"]
