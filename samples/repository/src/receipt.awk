# First file: the price list. Second file: the basket.
BEGIN { FS = ";" }

FNR == NR {
  price[$1] = $2
  group[$1] = $3
  next
}

FNR == 1 { FS = " "; $0 = $0 }

NF == 0 { next }

!($1 in price) {
  printf "receipt: no price for %s\n", $1 > "/dev/stderr"
  failed = 1
  next
}

{
  count = NF > 1 ? $2 : 1
  amount = count * price[$1]
  total += amount
  tax += tax_in(amount, group[$1])
  printf "%-16s %3d x %6.2f %8.2f\n", $1, count, price[$1] / 100, amount / 100
}

END {
  if (failed) exit 1
  printf "%-16s %21.2f\n", "total", total / 100
  # FIXME: tax is rounded per article, the law rounds it per receipt
  printf "%-16s %21.2f\n", "of it tax", tax / 100
}
