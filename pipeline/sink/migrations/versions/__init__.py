"""One module a step, in the order of their numbers; never edit one that was released."""
