// Entry of the staff desk: makes the one Desk, hands it to the page, and starts.
import "../shared/tokens.css";
import "./desk.css";
import { DeskApi } from "../shared/api";
import { DeskApp } from "./app";
import { Desk } from "./desk";
import { openLive } from "./socket";

const api = new DeskApi();
const desk = new Desk(api, (cursor, on) => openLive(api.liveUrl(cursor), on));
const app = new DeskApp();
app.desk = desk;
document.body.append(app);
void desk.start(location.pathname);
