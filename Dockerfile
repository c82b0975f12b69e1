# The command line and the server in one small image, without root. docs/how-to/run-the-server.md has the steps.
#
# Build releases with the digest of the base image, so that the same source gives the same image:
#   docker build --build-arg NODE_IMAGE=node:24.21.0-slim@sha256:DIGEST --tag agent-safe .
ARG NODE_IMAGE=node:24.21.0-slim

FROM ${NODE_IMAGE} AS build
WORKDIR /src
COPY . .
# The lockfile has the checksum of every package, and no package runs an install script.
# The command is bundled, and needs the catalog only.
RUN npx -y pnpm@12.21.0 install --frozen-lockfile && \
    npx -y pnpm@12.21.0 exec turbo run build --filter=@agent-safe/cli --filter=@agent-safe/catalog && \
    sh deploy/docker/collect.sh image

FROM ${NODE_IMAGE}
LABEL org.opencontainers.image.title="agent-safe" \
      org.opencontainers.image.licenses="Apache-2.0"
COPY --from=build /src/image /opt/agent-safe
ENV HOME=/tmp \
    NODE_ENV=production \
    PATH=/opt/agent-safe/bin:/usr/local/bin:/usr/bin:/bin
# Mount the project here. Commands find its settings in the working directory.
WORKDIR /config
USER 10001:10001
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=3s --start-period=10s CMD ["node", "/opt/agent-safe/health.mjs"]
ENTRYPOINT ["agent-safe"]
CMD ["serve"]
