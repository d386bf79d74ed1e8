/** A number of bytes for people: B below a KiB, one decimal from a MiB on. */
export function sizeText(bytes: number): string {
  if (bytes < 1_024) return `${String(bytes)} B`;
  if (bytes < 1_048_576) return `${String(Math.ceil(bytes / 1_024))} KiB`;
  const isGiant = bytes >= 1_073_741_824;
  return `${(bytes / (isGiant ? 1_073_741_824 : 1_048_576)).toFixed(1)} ${isGiant ? 'GiB' : 'MiB'}`;
}
