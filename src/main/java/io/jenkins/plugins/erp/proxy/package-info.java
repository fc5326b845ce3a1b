/**
 * Moving a reverse proxy container from old web containers to new ones, by way of {@code docker
 * exec} alone.
 *
 * <pre>
 * docker exec --user 0 C sh -c SCRIPT sh move|clean ...      plain Nginx, everything at once
 * docker exec --user 0 C cat /etc/hosts
 * docker exec --user 0 --interactive C tee /etc/hosts        where the container has no shell:
 * docker exec --user 0 C nginx -t | nginx -s reload
 * docker top C -eo pid,args
 * docker exec --user 0 C caddy adapt | caddy reload --force    Caddy, with its hosts file
 * docker exec --user 0 C cat /proc/net/tcp
 * docker exec --user 0 W touch|rm -f|test -e /tmp/.erp-drain   Traefik: in web's own containers
 * </pre>
 */
package io.jenkins.plugins.erp.proxy;
