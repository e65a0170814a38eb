# Finds the .NET SDK that global.json asks for. Read by ./busbar and ./test, which set $house to this folder.
# global.json rolls forward to the latest feature: the same major and minor, and at least the number it names.

# Sets $dotnet to the program of the first SDK that fits; 1 when none does.
find_sdk() {
    local asked='"version": *"([0-9]+\.[0-9]+)\.([0-9]+)"' root folder number on_path
    [[ $(<"$house/global.json") =~ $asked ]] || return 1
    local series=${BASH_REMATCH[1]} least=${BASH_REMATCH[2]}
    on_path=$(type -P dotnet) && on_path=$(readlink -f -- "$on_path")
    for root in "${DOTNET_ROOT:-}" "${on_path%/*}" "${HOME:-}/.dotnet" /usr/share/dotnet /usr/lib/dotnet; do
        [[ -n $root && -x $root/dotnet ]] || continue
        for folder in "$root/sdk/$series".*; do
            number=${folder#"$root/sdk/$series."}
            [[ $number =~ ^[0-9]+$ ]] && ((number >= least)) && dotnet=$root/dotnet && return 0
        done
    done
    missing="$series.$least"
    return 1
}

# Says in two lines what is missing and how to get it.
say_sdk_is_missing() {
    echo "Busbar needs the .NET SDK ${missing:-that global.json names} or a later ${missing%.*} one; none is on PATH," \
        "in DOTNET_ROOT, ~/.dotnet, /usr/share/dotnet or /usr/lib/dotnet."
    echo "Install the package dotnet-sdk-${missing%.*}, or unpack the SDK from" \
        "https://dotnet.microsoft.com/download/dotnet/${missing%.*} into ~/.dotnet, and try again."
} >&2

# Builds leave nothing running behind and say nothing of themselves. MSBuild takes properties from the environment:
# what CI systems like to set there must not reach it.
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1 \
    DOTNET_CLI_USE_MSBUILD_SERVER=0 MSBUILDDISABLENODEREUSE=1
