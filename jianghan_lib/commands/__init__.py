"""The command line `jianghan`: each command a thin layer over a function that a notebook can call."""
