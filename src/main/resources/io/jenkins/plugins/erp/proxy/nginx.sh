# ERP-NGINX: runs inside a proxy container, in busybox ash or dash.
#   move MARK DRAIN LOOK FILE TEXT LINE...  the lines into /etc/hosts in place of those with MARK, FILE (unless empty)
#       filled with TEXT for this loading only, the configuration tested and loaded, the old workers waited for
#       (DRAIN in hundredths of a second). LOOK is yes: a configuration that asks a name server by itself is
#       printed instead, and nothing is changed.
#   clean MARK RELOAD   the lines with MARK out of /etc/hosts; where one holds RELOAD, the configuration loaded anew
# Prints "erp-proxy WORD ..." lines; other lines are nginx's own.
action=$1
mark=$2
say() { printf 'erp-proxy %s\n' "$*"; }

was=
kept=
pinned=
while IFS= read -r line || [ -n "$line" ]; do
  was="$was$line
"
  case $line in
    *"$mark"*) ;;
    *) kept="$kept$line
" ;;
  esac
done < /etc/hosts
# in place: the engine mounts this file, so that it cannot be renamed over
put() { { printf '%s' "$1" > /etc/hosts; } 2> /dev/null; }

master=
masters=0
exe=nginx
conf=
prefix=
for dir in /proc/[0-9]*; do
  line=
  { read -r line < "$dir/cmdline"; } 2> /dev/null
  case $line in
    "nginx: master process "*)
      masters=$((masters + 1))
      master=${dir#/proc/}
      rest=${line#nginx: master process }
      exe=${rest%% *}
      case $rest in *" -c "*) conf=${rest#* -c } conf=${conf%% *} ;; esac
      case $rest in *" -p "*) prefix=${rest#* -p } prefix=${prefix%% *} ;; esac
      ;;
  esac
done
# in the host's process namespace there may be others: nginx knows its own
[ "$masters" -le 1 ] || { master= exe=nginx conf= prefix=; }
nginx_with() { "$exe" ${prefix:+-p "$prefix"} ${conf:+-c "$conf"} "$@"; }
reload() { if [ -n "$master" ]; then kill -HUP "$master"; else nginx_with -s reload; fi; }

if [ "$action" = clean ]; then
  case $was in *"$3"*) pinned=yes ;; esac
  if [ "$kept" != "$was" ]; then
    put "$kept" || { say unwritable; exit 6; }
  fi
  if [ -n "$pinned" ]; then reload || { say stuck; exit 5; }; fi
  say clean
  exit 0
fi

drain=$3
look=$4
file=$5
text=$6
shift 6
ours=
for line in "$@"; do
  ours="$ours$line
"
done
drop() { [ -z "$file" ] || rm -f "$file"; }
# a line more while nginx may not have loaded them yet, for whoever finds them after a crash
moving="$mark moving
"
settle() {
  [ -z "$moving" ] || put "$kept$ours"
  moving=
}

# sets all; new and left beside those in before; open: those left that still take requests
workers() {
  all=
  new=
  left=
  open=
  for dir in /proc/[0-9]*; do
    line=
    { read -r line < "$dir/cmdline"; } 2> /dev/null
    case $line in "nginx: worker process"*) ;; *) continue ;; esac
    parent=
    { read -r _ _ _ parent _ < "$dir/stat"; } 2> /dev/null
    [ -z "$master" ] || [ "$parent" = "$master" ] || continue
    pid=${dir#/proc/}
    all="$all $pid"
    case "$before " in
      *" $pid "*)
        left="$left $pid"
        case $line in *"shutting down"*) ;; *) open="$open $pid" ;; esac
        ;;
      *) new="$new $pid" ;;
    esac
  done
}

[ "$masters" -gt 0 ] || { say absent; exit 7; }
put "$kept$ours$moving" || { say unwritable; exit 6; }
trap drop EXIT
trap 'exit 1' HUP INT TERM
if [ -n "$file" ]; then
  { printf '%s' "$text" > "$file"; } 2> /dev/null || { put "$was"; say unwritable "$file"; exit 6; }
fi
if out=$(nginx_with -T 2>&1); then
  if [ "$look" = yes ]; then
    case $out in
      *resolve*)
        put "$was"
        say look
        printf '%s\n' "$out"
        exit 3
        ;;
    esac
  fi
else
  put "$was"
  say refused
  printf '%s\n' "$out" | grep '^nginx: ' | tail -n 15
  exit 4
fi
before=
workers
before=$all
reload || { say stuck; exit 5; }
now() { read -r up _ < /proc/uptime; now=${up%.*}${up#*.}; }
now
shown=$now
end=$((now + drain))
while :; do
  workers
  if [ -n "$new" ] && [ -z "$open" ]; then
    drop
    settle
    [ -n "$left" ] || { say moved; exit 0; }
  fi
  now
  [ "$now" -lt "$end" ] || break
  if [ $((now - shown)) -ge 100 ]; then
    shown=$now
    # shellcheck disable=SC2086
    set -- $left
    say waiting $#
  fi
  sleep 0.05 2> /dev/null || sleep 1
done
if [ -n "$new" ] && [ -z "$open" ]; then
  say late
  exit 0
fi
say stuck
exit 5
