import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { address, go, withQuery } from "../../shell/address.ts";

interface WhyPanelProps {
  readonly label: string;
  /** The product's. */
  readonly title: string;
  readonly isBusy?: boolean;
  readonly children: ComponentChildren;
}

/** What lies beside a list while one of its products is explained. It takes the focus, and gives it back to the product's title when it is closed. */
export function WhyPanel({ label, title, isBusy = false, children }: WhyPanelProps) {
  const place = useRef<HTMLElement>(null);
  useEffect(() => place.current?.focus({ preventScroll: true }), []);
  return (
    <aside
      ref={place}
      class="why"
      tabIndex={-1}
      aria-label={label}
      aria-busy={isBusy}
      onKeyDown={(event) => event.key === "Escape" && close()}
    >
      <header>
        <h2>{title}</h2>
        <button type="button" class="plain" aria-label="Close" onClick={close}>
          ✕
        </button>
      </header>
      {children}
    </aside>
  );
}

function close(): void {
  const opener = document.querySelector<HTMLElement>(".result [aria-expanded='true']");
  go(withQuery(address.value, { why: undefined, beside: undefined }));
  opener?.focus();
}
