// Entry of the landlord's public page. The emergency box stands in the HTML itself, so that it is there whatever else fails.
import "../shared/tokens.css";
import "./public.css";
import { render } from "lit";
import { publicFacts } from "../shared/api";
import type { PublicFacts } from "../shared/contract";
import { words } from "../shared/http";
import { askButtons, facts, openWords, problem } from "./view";

const AGAIN_MS = 20_000;

function put(id: string, content: Parameters<typeof render>[0]): void {
  const place = document.getElementById(id);
  if (place === null) return;
  place.replaceChildren();
  render(content, place);
}

function show(given: PublicFacts): void {
  document.title = `Contact ${given.landlord}`;
  put("landlord", given.landlord);
  put("foot", given.landlord);
  put("open", openWords(given));
  put("facts", facts(given, new Date()));
}

async function load(): Promise<void> {
  try {
    show(await publicFacts());
  } catch (error) {
    put(
      "facts",
      problem(words(error), () => void load()),
    );
    setTimeout(() => void load(), AGAIN_MS);
  }
}

put("ask", askButtons());
void load();
