# Process 1 of a sandbox in namespaces: starts and reaps the function's processes. When thaw is
# gone its input ends, it ends too, and the kernel kills everything that is left here.
#
# Arguments: the sandbox's number, the descriptors of its cgroups, how to become the function's
# user.
# Descriptors: 0 commands from thaw, 4 events to thaw, 8 the host's /proc (to tell host process
# ids), 9 the sandbox's directory on the host; 3, 5, 6 and 7 cgroup.procs files where there are
# limits. The function's processes get none of them.

token=$1
cgroups=$2
enter=$3
here=/proc/self/fd/9
monitor=

# "kill -1" reaches every process that may be signalled. Nothing here is of use, and nothing is
# safe, unless that means the processes of this namespace alone.
if [ "$$" != 1 ]; then
  echo "init: process id $$ (expected: 1)" >&2
  exit 1
fi

signal_all() { kill -"$1" -1 2>/dev/null; }

# Kills until there is nobody left to kill: a process counts until it was reaped.
kill_all() {
  rounds=0
  while signal_all KILL; do
    jobs >/dev/null
    rounds=$((rounds + 1))
    # whoever takes this long waits for a disk, or is frozen
    [ $rounds -le 1000 ] || sleep 0.01
  done
}

. "$here/../../processes.sh"
read -r pid rest </proc/self/fd/8/self/stat
echo "$token up $pid" >&4
serve
