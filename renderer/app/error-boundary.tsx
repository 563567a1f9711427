// What stands in place of a screen that failed to draw: what is safe, and two ways on.
import { Component, type ReactNode } from "react";
import { Button } from "../ui/button.tsx";
import { go } from "./router.ts";
import { strings } from "./strings.ts";

/** Catches what its children throw while drawing. A new key is a new screen: the old one's error is over. */
export class ErrorBoundary extends Component<{ children: ReactNode }, { failed: string | null }> {
  override state: { failed: string | null } = { failed: null };

  static getDerivedStateFromError(error: unknown) {
    return { failed: error instanceof Error ? error.message : String(error) };
  }

  override render() {
    if (this.state.failed === null) return this.props.children;
    return (
      <main className="grid min-h-0 flex-1 place-items-center overflow-y-auto p-6">
        <div className="max-w-[560px]" role="alert">
          <h1 className="font-film text-26">{strings.errors.screenTitle}</h1>
          <p className="mt-2 text-14 text-text-2">{strings.errors.screenText}</p>
          <div className="mt-5 flex gap-2">
            <Button kind="primary" onClick={() => this.setState({ failed: null })}>
              {strings.errors.reload}
            </Button>
            <Button
              onClick={() => {
                go({ name: "start" });
                this.setState({ failed: null });
              }}
            >
              {strings.errors.home}
            </Button>
          </div>
          <details className="mt-5 text-12 text-text-3">
            <summary>{strings.common.details}</summary>
            <p className="num mt-1 break-words">{this.state.failed}</p>
          </details>
        </div>
      </main>
    );
  }
}
