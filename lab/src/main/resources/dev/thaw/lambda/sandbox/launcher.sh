# Starts sandboxes for one thaw process, whose child it is. A shell of its own because forking one
# takes a fraction of what forking a JVM takes, and because parent-death signals then follow a
# process and not one of the JVM's threads.
#
# It runs in the directory that belongs to this thaw process. Input, one line each:
#   fifos NAME...   make named pipes
#   start N         start sandbox N, as run/N/start says
#   join FILE       enter a process, which ends at once, into a control group
# Output: lines into the pipe "events", shorter than PIPE_BUF, so that they never mix.
# The end of input means that thaw is gone. The sandboxes see the end of their own input then.

# Ctrl-C is for thaw alone, which stops its sandboxes in order. Where there is setsid this is
# another session already.
trap '' INT QUIT HUP
umask 022
exec 4<>events
echo "0 ready" >&4

while read -r verb rest; do
  case $verb in
    fifos)
      # splits into words on purpose
      if mkfifo -m 622 $rest; then
        echo "0 fifos" >&4
      else
        echo "0 nofifos" >&4
      fi
      ;;
    start)
      (
        token=$rest
        cd "run/$token" && exec 0<commands 1>/dev/null 2>errors || exit 1
        . ./start
        echo "$token gone $?" >&4
      ) &
      ;;
    join)
      (echo 0 >"$rest") 2>/dev/null &
      ;;
  esac
  # reaps the sandboxes that ended since
  jobs >/dev/null
done
