import { HubConnectionBuilder, HubConnectionState, LogLevel, type HubConnection } from "@microsoft/signalr";
import type { LogBatch } from "./lines";

export type FeedState = "connecting" | "live" | "waiting" | "complete" | "refused";

/** Reads one stream of one attempt to its end, across lost connections and server restarts. */
export class Feed {
  #hub: HubConnection;
  #stopped = false;
  #wake: (() => void) | undefined;

  constructor(
    private readonly attempt: string,
    private readonly stream: string,
    private readonly nextLine: () => number,
    private readonly onBatch: (batch: LogBatch) => void,
    private readonly onState: (state: FeedState, detail?: string) => void) {
    this.#hub = new HubConnectionBuilder().withUrl("/hubs/runs").configureLogging(LogLevel.None).build();
    addEventListener("online", this.#now);
  }

  async run(): Promise<void> {
    for (let failures = 0; !this.#stopped;) {
      try {
        if (this.#hub.state === HubConnectionState.Disconnected) {
          this.onState(failures === 0 ? "connecting" : "waiting");
          await this.#hub.start();
        }
        if (this.#stopped) break;
        this.onState("live");
        if (await this.#read(() => { failures = 0; })) {
          this.onState("complete");
          break;
        }
        // Ended without being complete: the server let go; ask again, not at once
        failures++;
      } catch (e) {
        if (this.#stopped) break;
        const message = e instanceof Error ? e.message : String(e);
        // A refusal of the hub itself will not change by asking again
        if (message.includes("HubException")) {
          this.onState("refused", message.replace(/^.*HubException: /s, ""));
          break;
        }
        failures++;
      }
      this.onState("waiting");
      await this.#pause(Math.min(250 * 2 ** Math.min(failures, 4), 3000));
    }
    await this.#hub.stop();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    removeEventListener("online", this.#now);
    this.#now();
    await this.#hub.stop();
  }

  #read(progress: () => void): Promise<boolean> {
    return new Promise((resolve, reject) => {
      let complete = false;
      this.#hub.stream<LogBatch>("StreamLogOf", this.attempt, this.stream, this.nextLine()).subscribe({
        next: batch => {
          progress();
          complete ||= batch.complete;
          this.onBatch(batch);
        },
        complete: () => resolve(complete),
        error: reject,
      });
    });
  }

  readonly #now = (): void => { this.#wake?.(); };

  #pause(ms: number): Promise<void> {
    return new Promise(resolve => {
      const timer = setTimeout(resolve, ms);
      this.#wake = () => { clearTimeout(timer); resolve(); };
    });
  }
}
