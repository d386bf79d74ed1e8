/** How long the pretend line is cut: 1 to 60 whole seconds, or null for anything else. */
export function cutSeconds(text: string): number | null {
  if (!/^\d{1,2}$/.test(text.trim())) return null;
  const seconds = Number(text);
  return seconds >= 1 && seconds <= 60 ? seconds : null;
}
