/** What a text from outside says as JSON; undefined where it is none. Its shape is still anybody's guess. */
export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
