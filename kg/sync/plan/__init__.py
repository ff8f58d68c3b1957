"""Which files of the vault would change, how, and which are left alone and why. Pure."""
