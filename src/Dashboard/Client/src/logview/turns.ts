/** Moves that each begin where the one before has ended: what two quick presses of a key ask for. */
export class Turns {
  #last: Promise<void> = Promise.resolve();
  #kept = 0;
  #waiting = 0;

  /** Whether a move is under way or waits. */
  get busy(): boolean { return this.#waiting > 0; }

  /** Makes a move once those before it have ended, unless it is dropped until then. */
  take(move: () => Promise<unknown>): void {
    const kept = this.#kept;
    this.#waiting++;
    this.#last = this.#last.then(async () => {
      try {
        if (kept === this.#kept) await move();
      } finally {
        this.#waiting--;
      }
    }).catch((fault: unknown) => { console.error(fault); });
  }

  /** Drops the moves that wait; the one under way ends by itself. */
  drop(): void { this.#kept++; }
}
