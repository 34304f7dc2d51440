#!/usr/bin/env bash
# Creates a minimal Debian in a folder and runs demo.sh and test.sh of the last commit in it, as a new user would.
# For changes of the setup scripts. Uses this machine's package sources and pip settings. Needs root and debootstrap.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

usage() {
  cat <<'TEXT'
usage: packaging/bare-system.sh bookworm|trixie FOLDER [--working-tree] [--only COMMAND]
Create a minimal Debian in FOLDER and run demo.sh and test.sh in it.
  FOLDER          folder for the system, about 6 GB; it is kept and can be reused
  --working-tree  test the working tree instead of the last commit
  --only COMMAND  run COMMAND instead of both scripts
TEXT
}

working_tree=0
command='packaging/demo.sh --headless && packaging/demo.sh --headless --no-install && packaging/test.sh'
positional=()
while (($#)); do
  case $1 in
    --working-tree) working_tree=1 ;;
    --only)
      (($# > 1)) || { usage >&2; exit 2; }
      command=$2
      shift
      ;;
    -h | --help) usage; exit 0 ;;
    *) positional+=("$1") ;;
  esac
  shift
done
if ((${#positional[@]} != 2)); then
  usage >&2
  exit 2
fi
suite=${positional[0]}
system=$(realpath -m "${positional[1]}")
if ((EUID)) || ! command -v debootstrap >/dev/null; then
  echo "bare-system: needs debootstrap (apt-get install debootstrap), and root with permission to mount" >&2
  exit 1
fi

host_suite=$(sed -n 's/^VERSION_CODENAME=//p' /etc/os-release)
if [[ ! -e $system/etc/debian_version ]]; then
  # The mirror that this machine uses. Its package sources are copied with the suite's name replaced.
  # shellcheck disable=SC2016 # apt's own placeholder
  mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' "Codename: $host_suite" | sed -n 1p)
  if [[ -z $mirror ]]; then
    echo "bare-system: this machine's package sources contain no Debian mirror for $host_suite" >&2
    exit 1
  fi
  debootstrap --variant=minbase --include=ca-certificates "$suite" "$system" "$mirror"
  for file in /etc/apt/sources.list /etc/apt/sources.list.d/debian.sources; do
    rm -f "$system$file"
    if [[ -s $file ]]; then
      sed "s/\b$host_suite\b/$suite/g" "$file" >"$system$file"
    fi
  done
  apt-config dump | grep -E '^Acquire::(http|https|Check-|Retries)' >"$system/etc/apt/apt.conf.d/00host" || true
fi
# Copied at every run, because they may change: name resolution, certificates, pip's settings.
cp -L /etc/resolv.conf /etc/hosts "$system/etc/"
cp -L /etc/ssl/certs/ca-certificates.crt "$system/etc/ssl/certs/"
if [[ -f /etc/pip.conf ]]; then
  cp /etc/pip.conf "$system/etc/"
fi
variables=(PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8)
while IFS='=' read -r -d '' name value; do
  if [[ $name =~ ^(PIP_(CERT|INDEX_URL|EXTRA_INDEX_URL|DEFAULT_TIMEOUT)|SSL_CERT_FILE|(http|https|no|HTTP|HTTPS|NO)_(proxy|PROXY))$ ]]; then
    variables+=("$name=$value")
  fi
done < <(env -0)

clone=$system/root/fidoscope
mkdir -p "$clone"
# The build folder is kept, so that a second run shows the time of an incremental build.
find "$clone" -mindepth 1 -maxdepth 1 ! -name build -exec rm -rf {} +
if ((working_tree)); then
  git -C "$here" ls-files -z --cached --others --exclude-standard --deduplicate |
    tar -C "$here" --create --null --files-from - --ignore-failed-read | tar -C "$clone" --extract
else
  git -C "$here" archive HEAD | tar -C "$clone" --extract
fi

# Unmounts at the end: whoever removes the folder would otherwise delete the mounted file systems.
trap 'for folder in sys dev proc; do ! mountpoint -q "$system/$folder" || umount --lazy --recursive "$system/$folder"; done' EXIT
for folder in proc dev sys; do
  mkdir -p "$system/$folder"
  mount --rbind "/$folder" "$system/$folder"
  mount --make-rslave "$system/$folder"
done
chroot "$system" /usr/bin/env -i "${variables[@]}" bash -c "cd /root/fidoscope && $command"
