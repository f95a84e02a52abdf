# Serves a sandbox that is nothing but processes of the host. Sourced by the launcher's child; needs
# the variables of processes.sh and
#   kill_file   cgroup.kill of the sandbox, empty if there is none
#   procs_file  cgroup.procs of the sandbox, empty if there is none
# Here thaw finds and kills the processes itself; only when it is gone this shell has to.

signal_all() {
  signal=$1
  shift
  for pid in "$@"; do
    kill -"$signal" "$pid" 2>/dev/null
  done
}

kill_all() {
  [ -z "$kill_file" ] || echo 1 >"$kill_file"
  if [ -n "$procs_file" ]; then
    while read -r pid; do kill -KILL "$pid"; done <"$procs_file"
  fi
  for leader in "$here"/leader-*; do
    [ -e "$leader" ] || continue
    read -r pid rest <"$leader"
    # the one spelling that dash, bash and busybox have in common
    kill -s KILL -- "-$pid"
  done 2>/dev/null
}

. ../../processes.sh
echo "$token up $(exec sh -c 'echo $PPID')" >&4
serve
kill_all
# those who wait for the killed
wait
