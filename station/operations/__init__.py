"""What both faces, commands and window, ask for and needs several of the packages below."""
