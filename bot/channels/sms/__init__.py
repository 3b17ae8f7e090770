"""SMS: for those without data, and for when Telegram fails."""
