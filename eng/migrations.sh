#!/bin/sh
# Makes the migration NAME for both databases: eng/migrations.sh NAME
set -eu
[ $# -eq 1 ] || { echo "usage: eng/migrations.sh NAME" >&2; exit 2; }
cd "$(dirname "$0")/.."
dotnet build eng/Migrations -v q --nologo
for provider in Sqlite Postgres; do
    dotnet ef migrations add "$1" --no-build \
        --project src/Persistence --startup-project eng/Migrations \
        --context "${provider}SignalboxDbContext" \
        --output-dir "Migrations/$provider"
done
