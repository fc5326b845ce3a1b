/**
 * What a host remembers: releases, the ledger, which one is current, who is at work.
 *
 * <p>Everything is reached through {@link io.jenkins.plugins.erp.shell.Shell} with a small
 * vocabulary of host commands, all of them in {@link io.jenkins.plugins.erp.release.HostFiles}:
 *
 * <pre>
 * mkdir -p -m 0700 DIR...            make directories and their parents
 * install -D -m 0600 /dev/stdin FILE write standard input to a file that no one else reads
 * install -D -m MODE FROM FILE       copy to where there may be none
 * tee -a FILE                        add standard input to a file (its echo is thrown away)
 * mv -fT FROM TO                     rename, atomic; a directory onto a directory that holds something fails
 * cp -fT FROM TO                     copy over a file in place, so that a container that mounts it sees it
 * cat FILE                           read
 * ls -1A DIR                         names in a directory
 * rm -rf PATH                        remove
 * test -e PATH                       is it there: exit code 0 or 1
 * df -B1 --output=avail DIR          free bytes
 * date +%s                           the host's clock
 * tar -xpf - -C DIR                  unpack standard input, an archive of ordinary files
 * cat .../boot_id /proc/uptime       a clock that nobody sets
 * </pre>
 *
 * <p>Layout below {@code <path>/.erp} (mode 0700):
 *
 * <pre>
 * lease/TOKEN/owner.json who is at work; beat.TOKEN the host's uptime at the last heartbeat
 * current               id of the release that serves
 * ledger.jsonl          one line for each deploy and rollback, appended
 * journal/OP.open.jsonl the run at work, or one that ended in the middle; OP.jsonl one that is over
 * releases/ID/          compose.json (resolved, images pinned), env (0600), release.json, files/
 * backups/ID.dump       pg_dump, custom format
 * </pre>
 */
package io.jenkins.plugins.erp.release;
