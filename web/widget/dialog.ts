// How the panel opens: on a small screen the rest of the page is out of reach behind it, so the dialog is modal there; elsewhere both can be used.
// Remembers what had the focus, and stays above a telephone's keyboard.

const SMALL = "(width <= 480px)";

export interface PanelParts {
  dialog(): HTMLDialogElement | null;
  /** What gets the focus when the panel opens. */
  inside(): HTMLElement | null;
  /** What gets it back where the opener has gone. */
  outside(): HTMLElement | null;
}

export class Panel {
  private open = false;
  private opener: HTMLElement | null = null;
  private readonly small = matchMedia(SMALL);

  constructor(private readonly parts: PanelParts) {}

  watch(): void {
    this.small.addEventListener("change", this.again);
    visualViewport?.addEventListener("resize", this.fit);
  }

  unwatch(): void {
    this.small.removeEventListener("change", this.again);
    visualViewport?.removeEventListener("resize", this.fit);
  }

  /** To be called before anything moves the focus; a launcher inside `host` is found again by itself. */
  remember(host: HTMLElement): void {
    const focused = document.activeElement;
    const elsewhere = focused instanceof HTMLElement && focused !== document.body && focused !== host;
    this.opener = elsewhere ? focused : null;
  }

  toggle(open: boolean): void {
    const dialog = this.parts.dialog();
    if (dialog === null || (open === this.open && open === dialog.open)) return;
    this.open = open;
    if (dialog.open) dialog.close();
    if (open) this.show(dialog);
    else (this.opener?.isConnected ? this.opener : this.parts.outside())?.focus();
    this.fit();
  }

  private show(dialog: HTMLDialogElement): void {
    if (this.small.matches) dialog.showModal();
    else dialog.show();
    this.parts.inside()?.focus();
  }

  private readonly again = (): void => {
    const dialog = this.parts.dialog();
    if (!this.open || dialog === null) return;
    dialog.close();
    this.show(dialog);
    this.fit();
  };

  private readonly fit = (): void => {
    const dialog = this.parts.dialog();
    if (dialog === null) return;
    dialog.style.height =
      this.open && this.small.matches && visualViewport ? `${visualViewport.height}px` : "";
  };
}
