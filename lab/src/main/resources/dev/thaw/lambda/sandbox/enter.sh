# Runs first in new namespaces: puts the sandbox's own root directory in the place of the host's,
# then becomes its process 1.
#
# Arguments: the skeleton directory, the host name, then those of init.sh.
# The working directory is the sandbox's directory on the host, with the mounts in "fstab".

set -e
mount -n -a -T fstab
# the file is for the host's root only, the command may be missing: a name is not worth failing for
echo "$2" 2>/dev/null >/proc/sys/kernel/hostname || hostname "$2" || :
cd "$1"
# the old root ends up below the new one, in the same place
pivot_root . .
umount -n -l .
cd /
set +e
shift 2
. /proc/self/fd/9/../../init.sh
