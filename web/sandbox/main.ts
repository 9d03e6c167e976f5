// Entry of the sandbox.
import "../shared/tokens.css";
import "./sandbox.css";
import "./app";

document.body.append(document.createElement("sandbox-app"));
