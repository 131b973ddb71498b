"""Labelled sets, and the commands that measure the program against them."""
