"""The review page: a small server for one run on this machine's loopback."""
