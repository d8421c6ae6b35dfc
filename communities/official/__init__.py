"""出表: tables an office hands in, made from the registers. Each is declared once, by the app that owns its rows."""
