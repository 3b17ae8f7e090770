// The simulator's control API.

/** Do one thing as a person; throws with the simulator's reason where it cannot be done. */
export async function act(name, body = {}) {
  const answer = await fetch(`/sim/${name}`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
  const json = await answer.json();
  if (!answer.ok) throw new Error(json.error);
  return json.result;
}

export const fileUrl = (fileId) => `/sim/file/${encodeURIComponent(fileId)}`;

/** Call `show` with the whole state whenever it changed, and `connected` when the line is lost or back. */
export function watch(show, connected) {
  let fetching = false;
  let again = false;
  async function refresh() {
    if (fetching) {
      again = true;
      return;
    }
    fetching = true;
    try {
      do {
        again = false;
        show(await (await fetch("/sim/state")).json());
      } while (again);
    } catch {
      connected(false);
    } finally {
      fetching = false;
    }
  }
  const events = new EventSource("/sim/events");
  events.onopen = () => connected(true);
  events.onerror = () => connected(false);
  events.onmessage = refresh;
}

/** A file chosen on this device, as the control API takes it. */
export async function encoded(file) {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let binary = "";
  for (let at = 0; at < bytes.length; at += 32768) binary += String.fromCharCode(...bytes.subarray(at, at + 32768));
  return { data: btoa(binary), name: file.name, mime: file.type };
}
