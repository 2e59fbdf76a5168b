"""The sample newsroom: invented publishers, served on loopback by the program itself."""
