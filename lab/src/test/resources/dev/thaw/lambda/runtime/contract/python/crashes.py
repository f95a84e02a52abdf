def load():
    raise KeyError("settings")


load()
