"""Wake-ups: "look at this conversation". Losing them loses nothing; the sweeper finds what waits."""
