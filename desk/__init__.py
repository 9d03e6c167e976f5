"""The staff's and the public's web application: JSON API, live updates, log-in."""
