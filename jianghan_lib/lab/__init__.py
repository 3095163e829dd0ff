"""JupyterLab: how it is started, and what a notebook offers a person there."""
