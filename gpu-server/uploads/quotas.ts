// What each plan may bring to the farm, as data. What jobs made counts against no limit: it was paid for.

export interface Quota {
  /** Bytes of inputs and of uploads that are not finished. */
  bytes: number;
  /** Uploads that may be under way at once. */
  uploads: number;
}

const gigabyte = 1024 ** 3;
const quotas: Record<string, Quota> = {
  local: { bytes: 200 * gigabyte, uploads: 200 },
  free: { bytes: gigabyte, uploads: 5 },
  starter: { bytes: 5 * gigabyte, uploads: 10 },
  pro: { bytes: 20 * gigabyte, uploads: 20 },
  creator: { bytes: 50 * gigabyte, uploads: 50 },
};

/** The quota of a plan; that of `free` for a plan that is not known. */
export function quotaOf(plan: string): Quota {
  return (Object.hasOwn(quotas, plan) ? quotas[plan] : undefined) ?? (quotas["free"] as Quota);
}

/** Bytes in words: "1.5 GB". */
export function bytesInWords(bytes: number): string {
  const units = ["bytes", "KB", "MB", "GB", "TB"];
  const power = bytes < 1024 ? 0 : Math.min(units.length - 1, Math.floor(Math.log2(bytes) / 10));
  return `${Number((bytes / 1024 ** power).toFixed(1))} ${units[power]}`;
}
