#!/bin/sh
# Prints the receipt of a basket: receipt.sh BASKET [PRICE-LIST]
set -eu

here=$(dirname "$0")
basket=${1:?name the file of a basket}
prices=${2:-"$here/../docs/price-list.txt"}

for file in "$basket" "$prices"; do
  if [ ! -r "$file" ]; then
    echo "receipt: cannot read $file" >&2
    exit 2
  fi
done

# TODO: print the name of the shop, once it has one
awk -f "$here/tax.awk" -f "$here/receipt.awk" "$prices" "$basket"
