# posse as one static binary in a small image. BusyBox is there for the shell of cluster scripts.
#
#   docker build -t posse:0.1.0 .
#   docker run --rm -v "$PWD:/study" posse:0.1.0 compare mine.toml
FROM rust:1.95-alpine AS build
RUN apk add --no-cache musl-dev
WORKDIR /posse
COPY . .
RUN cargo build --release --locked && strip target/release/posse

FROM busybox:1.37
COPY --from=build /posse/target/release/posse /bin/posse
WORKDIR /study
ENTRYPOINT ["posse"]
