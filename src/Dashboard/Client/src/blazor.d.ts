/** What we use of Blazor's own script; absent when it could not be loaded. */
interface Window {
  Blazor?: {
    start(options: { circuit: { reconnectionOptions: { maxRetries: number; retryIntervalMilliseconds(previous: number): number } } }): Promise<void>;
    navigateTo(url: string, options: { replaceHistoryEntry: boolean }): void;
  };
}
