// Entry of the web chat's own bundle: one script tag defines <doorstep-chat>. A page that loads it twice gets it once.
import { DoorstepChat } from "./chat";

const script = document.currentScript;
if (script instanceof HTMLScriptElement && script.src !== "") DoorstepChat.home = new URL(script.src).origin;
if (!customElements.get("doorstep-chat")) customElements.define("doorstep-chat", DoorstepChat);
