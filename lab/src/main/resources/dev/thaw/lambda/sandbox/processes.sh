# Starting processes and waiting for them, for every kind of sandbox. Sourced; needs the variables
#   token   the sandbox's number
#   here    the sandbox's directory on the host
#   cgroups descriptors of cgroup.procs files, none where there are no limits
#   enter   words before a command: how to become the function's user
#   monitor not empty where a shell must make process groups because there is no setsid
# and the descriptor 4 for events. Relies on nothing but POSIX: dash, bash and busybox run it.

# Becomes the process K. Descriptors as the function sees them: 0 nothing, 1 and 2 its output, 3
# its telemetry. The file exec-K uses 4 and 8 once more, and closes them.
become() {
  for fd in $cgroups; do
    case $fd in
      3) echo 0 >&3 ;;
      5) echo 0 >&5 ;;
      6) echo 0 >&6 ;;
      7) echo 0 >&7 ;;
    esac || exit 126
  done
  exec 5<&- 6<&- 7<&-
  exec 3>"$here/telemetry-$1" 1>"$here/output-$1" 2>&1
  trap - INT QUIT HUP
  . "$here/exec-$1"
}

# Runs the process K and tells how it ended. A shell says on its standard error when a signal ended
# what it waited for: that tells a signal from an exit status over 128.
launch() {
  trap - CHLD
  exec 0</dev/null 1>/dev/null 2>"$here/said-$1"
  [ -z "$monitor" ] || set -m
  (become "$1")
  status=$?
  said=
  read -r said <"$here/said-$1"
  echo "$token exit $1 $status ${said:+signal}" >&4
}

# Whoever starts a process may be killed by it where both are the same user for the kernel. Then
# nobody tells how the process ended, but that it is lost.
forget_lost() {
  waiting=
  for pair in $waiters; do
    if kill -0 "${pair#*:}" 2>/dev/null; then
      waiting="$waiting $pair"
    else
      echo "$token lost ${pair%:*}" >&4
    fi
  done
  waiters=$waiting
}

# Reads commands until thaw is gone:
#   exec K             start what the file exec-K says
#   kill K             kill every process of the sandbox and answer
#   stop K, cont K     stop or continue every process of the sandbox and answer; a plain process
#                      is told which these are
# A child's end interrupts the read between two commands, never within one, since thaw writes them
# whole: then the ended children are reaped, adopted ones too.
serve() {
  ended=
  waiters=
  trap 'ended=1' CHLD
  while :; do
    if read -r verb key whom; then
      case $verb in
        exec)
          launch "$key" &
          waiters="$waiters $key:$!"
          ;;
        kill)
          kill_all
          echo "$token done $key" >&4
          ;;
        stop)
          signal_all STOP $whom
          echo "$token done $key" >&4
          ;;
        cont)
          signal_all CONT $whom
          echo "$token done $key" >&4
          ;;
      esac
    elif [ -n "$ended" ]; then
      ended=
    else
      break
    fi
    jobs >/dev/null
    forget_lost
  done
}
