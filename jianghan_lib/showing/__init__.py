"""How results are shown: tables, figures and sentences, in the language in use."""
