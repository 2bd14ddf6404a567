/** Shows the beginning of an output file as text, whatever is in it. */

const most = 64 * 1024;

function size(bytes: number): string {
  return bytes < 1024 ? `${bytes} B` : bytes < 1024 * 1024 ? `${(bytes / 1024).toFixed(1)} KiB` : `${(bytes / 1024 / 1024).toFixed(1)} MiB`;
}

export async function preview(url: string, text: HTMLElement, about: HTMLElement): Promise<void> {
  try {
    const response = await fetch(url, { headers: { Accept: "text/plain, */*" } });
    if (!response.ok || !response.body) {
      about.textContent = response.status === 404 ? "no longer on disk" : `could not be read (${response.status})`;
      return;
    }
    const length = Number(response.headers.get("Content-Length") ?? NaN);
    const reader = response.body.getReader();
    const parts: Uint8Array[] = [];
    let read = 0;
    let ended = false;
    while (read < most) {
      const { done, value } = await reader.read();
      if (done) { ended = true; break; }
      parts.push(value);
      read += value.length;
    }
    await reader.cancel();
    const bytes = new Uint8Array(read);
    let at = 0;
    for (const part of parts) { bytes.set(part, at); at += part.length; }
    const known = ended ? read : length;
    const about1 = Number.isNaN(known) ? "" : size(known);
    if (bytes.includes(0)) {
      about.textContent = [about1, "not text"].filter(Boolean).join(" · ");
      return;
    }
    const shown = bytes.subarray(0, most);
    text.textContent = new TextDecoder().decode(shown);
    const cut = !ended || shown.length < known;
    about.textContent = cut ? [about1, "beginning shown"].filter(Boolean).join(" · ") : about1;
  } catch {
    about.textContent = "could not be read";
  }
}
