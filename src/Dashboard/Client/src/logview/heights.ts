/** Heights of rows with sums in logarithmic time, so that wrapped lines of any height can be windowed. */
export class Heights {
  #tree: number[] = [0];
  #own: number[] = [];

  get length(): number { return this.#own.length; }

  get total(): number { return this.sum(this.#own.length); }

  push(height: number): void {
    const i = this.#own.push(height);
    // A new node covers the rows below it that its index says
    let value = height;
    const span = i & -i;
    for (let step = 1; step < span; step <<= 1) value += this.#tree[i - step];
    this.#tree.push(value);
  }

  set(row: number, height: number): boolean {
    const change = height - this.#own[row];
    if (change === 0) return false;
    this.#own[row] = height;
    for (let i = row + 1; i < this.#tree.length; i += i & -i) this.#tree[i] += change;
    return true;
  }

  /** Height of the rows before this one. */
  sum(row: number): number {
    let total = 0;
    for (let i = row; i > 0; i -= i & -i) total += this.#tree[i];
    return total;
  }

  /** The row in which this height lies. */
  find(y: number): number {
    let row = 0;
    let left = y;
    for (let step = 1 << Math.floor(Math.log2(Math.max(1, this.#own.length))); step > 0; step >>= 1) {
      if (row + step <= this.#own.length && this.#tree[row + step] <= left) {
        row += step;
        left -= this.#tree[row];
      }
    }
    return Math.min(row, Math.max(0, this.#own.length - 1));
  }
}
