// A bar at the foot of a screen that must stay in reach: toasts stand above it (--ov-foot).
import { useLayoutEffect, useState } from "react";

/** A ref for the bar, and its height in pixels. */
export function useFoot(): { ref: (node: HTMLElement | null) => void; height: number } {
  const [node, ref] = useState<HTMLElement | null>(null);
  const [height, setHeight] = useState(0);
  useLayoutEffect(() => {
    if (node === null) return;
    const root = document.documentElement.style;
    const sized = new ResizeObserver(() => {
      setHeight(node.offsetHeight);
      root.setProperty("--ov-foot", `${node.offsetHeight}px`);
    });
    sized.observe(node);
    return () => {
      sized.disconnect();
      root.removeProperty("--ov-foot");
    };
  }, [node]);
  return { ref, height };
}
