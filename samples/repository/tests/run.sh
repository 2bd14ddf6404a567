#!/bin/sh
# Runs every test; ends with 1 when one fails.
set -u

cd "$(dirname "$0")/.." || exit 2
passed=0
failed=0

check() { # name, expected, found
  if [ "$2" = "$3" ]; then
    passed=$((passed + 1))
    echo "ok    $1"
  else
    failed=$((failed + 1))
    echo "FAIL  $1: expected '$2', found '$3'"
  fi
}

line() { # word, basket
  sh src/receipt.sh "tests/baskets/$2.txt" 2> /dev/null | awk -v word="$1" 'index($0, word) == 1 { print $NF }'
}

check 'breakfast: total' 14.06 "$(line total breakfast)"
check 'breakfast: two pieces of butter' 4.58 "$(line butter breakfast)"
check 'breakfast: tax' 0.92 "$(line 'of it tax' breakfast)"
check 'evening: both tax groups' 2.24 "$(line 'of it tax' evening)"

sh src/receipt.sh tests/baskets/unknown.txt > /dev/null 2>&1
check 'unknown article: fails' 1 "$?"

sh src/receipt.sh no-such-basket > /dev/null 2>&1
check 'missing basket: fails' 2 "$?"

# TODO: a test for an empty basket
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
