/**
 * Deploy and rollback: the same phases with another target release.
 *
 * <p>What is done on a host is files (the vocabulary is in {@link io.jenkins.plugins.erp.release}),
 * {@code docker} and {@code docker compose}:
 *
 * <pre>
 * docker version, compose version, login, logout, pull, tag, image inspect, image rm
 * docker ps --all --no-trunc --quiet --filter label=...; container inspect; start; stop -t; rm --force; logs
 * docker exec C python3 -c PROBE (what is run in a proxy: {@link io.jenkins.plugins.erp.proxy})
 * docker compose config --format json; config --hash *
 * docker compose up --detach | --no-start --no-deps --no-recreate --no-build --scale S=N S
 * docker compose up --detach --no-deps --no-build S...
 * docker compose run --rm --no-deps --no-TTY --name NAME S python3 manage.py ...
 * docker compose down (only for a first deploy that failed)
 * </pre>
 *
 * <p>Containers of the system's own services carry the label {@code io.jenkins.plugins.erp.release}
 * with their release's id: which of two generations a container belongs to is always asked of the
 * engine, never remembered.
 */
package io.jenkins.plugins.erp.deploy;
