# The tax that a gross amount in cents holds, rounded to whole cents.
function tax_in(amount, group) {
  rate = group == "A" ? 7 : 19
  return int(amount * rate / (100 + rate) + 0.5)
}
